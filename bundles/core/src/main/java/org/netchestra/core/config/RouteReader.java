package org.netchestra.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.RouteCondition.HeaderCondition;

/** Reads {@code route.<number> = conditions -> action}. Confined to one reading. */
final class RouteReader {

    private static final String PREFIX = "route.";
    private static final String ARROW = "->";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
    private static final Pattern HOST = Pattern.compile("(\\*\\.)?[A-Za-z0-9_~.-]+|\\[[0-9A-Fa-f:.]+\\]");
    private static final Pattern PATH = Pattern.compile("/[!-\"$-)+->@-~]*\\*?");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final List<String> CONDITIONS = List.of("host", "path", "method", "header");
    private static final String EXPECTED =
            "conditions (host=, path=, method=, header=, or * for all requests), then " + ARROW + ", then an action";

    private final ConfigurationText text;
    private final String key;
    private final List<String> hosts = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();
    private final List<String> methods = new ArrayList<>();
    private final List<HeaderCondition> headers = new ArrayList<>();

    private RouteReader(ConfigurationText text, String key) {
        this.text = text;
        this.key = key;
    }

    /** All routes in the order of their numbers. */
    static List<RouteSpec> readAll(ConfigurationText text) {
        List<RouteSpec> routes = new ArrayList<>();
        for (String key : text.keys(PREFIX)) {
            String number = key.substring(PREFIX.length());
            if (NUMBER.matcher(number).matches()) {
                RouteSpec route = new RouteReader(text, key).read(Integer.parseInt(number));
                if (route != null) {
                    routes.add(route);
                }
            } else {
                text.problem(key, text.text(key, ""), "a number behind 'route.': routes are asked in its order");
            }
        }
        routes.sort((a, b) -> Integer.compare(a.order(), b.order()));
        for (int i = 1; i < routes.size(); i++) {
            if (routes.get(i).order() == routes.get(i - 1).order()) {
                int order = routes.get(i).order();
                text.problem(PREFIX + order, "", "each number only once; leading zeros do not count");
            }
        }
        return routes;
    }

    private @Nullable RouteSpec read(int order) {
        Words words = new Words(text.text(key, ""));
        if (words.quoteOpen() || !words.contains(ARROW)) {
            problem("", words.quoteOpen() ? "a closing \"" : EXPECTED);
            return null;
        }
        boolean any = words.peek().equals("*");
        if (any) {
            words.next();
        }
        int conditions = 0;
        while (words.hasNext() && !words.peek().equals(ARROW)) {
            condition(words.next(), any);
            conditions++;
        }
        words.next();
        if (conditions == 0 && !any) {
            problem("", EXPECTED);
        }
        RouteAction action = RouteActionReader.read(text, key, words);
        if (action instanceof RouteAction.ToPool pool) {
            checkStrip(pool.strip());
        }
        return new RouteSpec(order, new RouteCondition(hosts, paths, methods, headers), action);
    }

    private void condition(String word, boolean any) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        String value = equals < 0 ? "" : word.substring(equals + 1);
        if (any) {
            problem(word, "no condition beside *, which takes all requests");
            return;
        }
        switch (name) {
            case "host" -> each(value, HOST, "host names such as shop.example or *.shop.example", hosts, true);
            case "path" ->
                each(value, PATH, "paths that begin with /, such as /exact, /below/ or /begins*", paths, false);
            case "method" -> each(value, TOKEN, "methods such as GET", methods, false);
            case "header" -> header(value);
            default -> problem(word, EXPECTED + Suggestion.forWord(name, CONDITIONS));
        }
    }

    private void each(String value, Pattern pattern, String expected, List<String> into, boolean lowerCase) {
        for (String item : value.split(",", -1)) {
            if (pattern.matcher(item).matches()) {
                into.add(lowerCase ? item.toLowerCase(Locale.ROOT) : item);
            } else {
                problem(item, expected);
            }
        }
    }

    private void header(String value) {
        int colon = value.indexOf(':');
        String name = colon < 0 ? value : value.substring(0, colon);
        if (TOKEN.matcher(name).matches()) {
            headers.add(new HeaderCondition(
                    name, colon < 0 ? null : value.substring(colon + 1).strip()));
        } else {
            problem(value, "header=Name, header=Name:value or header=Name:begins*");
        }
    }

    /** A prefix can only be taken away from paths that have it. */
    private void checkStrip(String strip) {
        boolean sure = !paths.isEmpty() && paths.stream().allMatch(p -> begins(p, strip));
        if (!strip.isEmpty() && !sure) {
            problem("strip=" + strip, "strip= with a prefix that every path= of the route begins with");
        }
    }

    private static boolean begins(String path, String strip) {
        String literal = path.endsWith("*") ? path.substring(0, path.length() - 1) : path;
        return literal.startsWith(strip);
    }

    private void problem(String value, String expected) {
        text.problem(key, value.isEmpty() ? text.text(key, "") : value, expected);
    }
}

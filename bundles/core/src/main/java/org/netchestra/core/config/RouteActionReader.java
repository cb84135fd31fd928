package org.netchestra.core.config;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code pool NAME ...}, {@code redirect STATUS LOCATION} and {@code reply STATUS "TEXT"}. Confined to one reading. */
final class RouteActionReader {

    private static final String EXPECTED =
            "'pool NAME [strip=/p] [add=/p] [host=name]', 'redirect 301 https://...' or 'reply 200 \"text\" [type=...]'";
    private static final List<String> ACTIONS = List.of("pool", "redirect", "reply");
    private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);
    private static final Pattern LOCATION = Pattern.compile("(https?://[!-~]+|/|/[!-.0-z~][!-~]*)");
    private static final Pattern PREFIX = Pattern.compile("(/[!-\"$-)+->@-~]*)?");
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9_~.-]+(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+\\](:[0-9]{1,5})?");
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9!#$&^_.+-]+/[ -~]+");
    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

    private final ConfigurationText text;
    private final String key;
    private final Words words;

    private RouteActionReader(ConfigurationText text, String key, Words words) {
        this.text = text;
        this.key = key;
        this.words = words;
    }

    /** Whether a value begins with the name of an action. */
    static boolean isAction(String value) {
        return ACTIONS.contains(new Words(value).peek());
    }

    /** The action that the rest of a value says. */
    static RouteAction read(ConfigurationText text, String key, Words words) {
        return new RouteActionReader(text, key, words).read();
    }

    private RouteAction read() {
        String name = words.next();
        return switch (name) {
            case "pool" -> pool();
            case "redirect" -> redirect();
            case "reply" -> reply();
            default -> {
                problem(name, EXPECTED + Suggestion.forWord(name, ACTIONS));
                yield new RouteAction.Reply(503, "", PLAIN_TEXT);
            }
        };
    }

    private RouteAction pool() {
        String pool = words.next();
        ConfigurationText options = options();
        String strip = checked(options, "strip", PREFIX, "a path that begins with /");
        String add = checked(options, "add", PREFIX, "a path that begins with /");
        String host = options.has("host") ? checked(options, "host", HOST, "a host name, maybe with a port") : null;
        finish(options);
        return new RouteAction.ToPool(pool, strip, add.endsWith("/") ? add.substring(0, add.length() - 1) : add, host);
    }

    private RouteAction redirect() {
        int status = status(REDIRECTS.toString(), REDIRECTS::contains);
        String location = words.next();
        if (!LOCATION.matcher(location).matches()) {
            problem(location, "an address that begins with http://, https:// or /, without blanks");
        }
        finish(options());
        return new RouteAction.Redirect(status, location);
    }

    private RouteAction reply() {
        int status = status("200..599", s -> s >= 200 && s <= 599);
        boolean texted = words.hasNext() && !words.peek().startsWith("type=");
        String body = texted ? words.next() : "";
        if ((status == 204 || status == 304) && !body.isEmpty()) {
            problem(body, "no text with status " + status);
        }
        ConfigurationText options = options();
        String type =
                options.has("type") ? checked(options, "type", TYPE, "a media type such as text/html") : PLAIN_TEXT;
        finish(options);
        return new RouteAction.Reply(status, body, type);
    }

    private int status(String expected, java.util.function.IntPredicate allowed) {
        String word = words.next();
        if (word.matches("[0-9]{3}") && allowed.test(Integer.parseInt(word))) {
            return Integer.parseInt(word);
        }
        problem(word, "a status of " + expected);
        return 503;
    }

    private ConfigurationText options() {
        return ValueOptions.read(text, key, words.rest());
    }

    private String checked(ConfigurationText options, String name, Pattern pattern, String expected) {
        String value = options.text(name, "");
        if (!pattern.matcher(value).matches()) {
            problem(name + "=" + value, expected);
        }
        return value;
    }

    private void finish(ConfigurationText options) {
        options.finish().forEach(p -> problem(p.key(), p.key() + ": " + p.expected()));
    }

    private void problem(@Nullable String value, String expected) {
        String written = text.text(key, "");
        text.problem(key, value == null || value.isEmpty() ? written : value, expected);
    }
}

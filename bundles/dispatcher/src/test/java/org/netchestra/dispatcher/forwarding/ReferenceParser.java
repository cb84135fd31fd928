package org.netchestra.dispatcher.forwarding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The same rules as the product's parser, written down as regular expressions and lists of strings: slow, and obvious enough to be
 * believed.
 */
final class ReferenceParser {

    /** What a request head says, or null parts when it is refused. */
    record Request(
            int length,
            String method,
            String target,
            List<String> fields,
            boolean sound,
            boolean chunked,
            long declared) {}

    private static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]";
    private static final String FIELD = "(?:" + TOKEN + "+:[ \\t]*[\\t\\x20-\\x7e\\x80-\\xff]*\\r\\n)";
    private static final Pattern HEAD = Pattern.compile("(?:\\r\\n){0,4}(" + TOKEN
            + "{1,24}) ([\\x21\\x22\\x24-\\x7e]{1,8192}) HTTP/1\\.([01])\\r\\n(" + FIELD + "{0,100})\\r\\n");

    /** What ends within a version is not judged before that is whole: more of it decides between 400 and 505. */
    private static final Pattern WITHIN_VERSION =
            Pattern.compile("(?:\\r\\n){0,4}" + TOKEN + "{1,24} [\\x21\\x22\\x24-\\x7e]{1,8192} HTTP/[0-9](?:\\.)?");

    private static final Pattern AUTHORITY = Pattern.compile(
            "(?:[A-Za-z0-9\\-._~]+|\\[(?=[^\\]:]*(?::[^\\]:]*){2,7}\\])[0-9A-Fa-f:.]+\\])(?::([0-9]{0,5}))?");
    private static final Pattern OPTIONS =
            Pattern.compile("[ \\t]*(?:" + TOKEN + "*[ \\t]*,[ \\t]*)*" + TOKEN + "*[ \\t]*");
    private static final Pattern ABSOLUTE = Pattern.compile("https?://([^/?]*)(?:[/?].*)?", Pattern.CASE_INSENSITIVE);
    private static final Set<String> GUARDED = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "keep-alive",
            "proxy-connection",
            "proxy",
            "http2-settings",
            "max-forwards",
            "via",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-real-ip");

    private ReferenceParser() {}

    /** Whether some continuation of the text could be a whole head. */
    static boolean mayContinue(String text) {
        Matcher matcher = HEAD.matcher(text);
        return (!matcher.lookingAt() && matcher.hitEnd())
                || WITHIN_VERSION.matcher(text).matches();
    }

    /** The head at the start of the text, or null when there is no whole, well-formed one. */
    static Request parse(String text) {
        Matcher matcher = HEAD.matcher(text);
        if (!matcher.lookingAt()) {
            return null;
        }
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        for (String line :
                matcher.group(4).isEmpty() ? new String[0] : matcher.group(4).split("\r\n")) {
            String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
            String value = trim(line.substring(line.indexOf(':') + 1));
            if (!GUARDED.contains(name) && GUARDED.contains(name.replaceAll("[^a-z0-9]", "-"))) {
                return null;
            }
            names.add(name);
            values.add(value);
            fields.add(name + "=" + value);
        }
        boolean http11 = matcher.group(3).equals("1");
        String method = matcher.group(1);
        String target = matcher.group(2);
        List<String> lengths = all(names, values, "content-length");
        List<String> codings = all(names, values, "transfer-encoding");
        boolean sound = sound(method, target, http11, names, values, lengths, codings);
        long declared = sound && !lengths.isEmpty() ? Long.parseLong(lengths.get(0)) : -1;
        return new Request(matcher.end(), method, target, fields, sound, sound && !codings.isEmpty(), declared);
    }

    private static boolean sound(
            String method,
            String target,
            boolean http11,
            List<String> names,
            List<String> values,
            List<String> lengths,
            List<String> codings) {
        List<String> hosts = all(names, values, "host");
        boolean ok = hosts.size() <= 1 && (!http11 || hosts.size() == 1);
        ok &= hosts.stream().allMatch(ReferenceParser::isAuthority);
        ok &= lengths.size() <= 1 && lengths.stream().allMatch(l -> l.matches("[0-9]{1,18}"));
        ok &= codings.size() <= 1 && codings.stream().allMatch(c -> c.equalsIgnoreCase("chunked"));
        ok &= lengths.isEmpty() || codings.isEmpty();
        ok &= codings.isEmpty() || http11;
        ok &= all(names, values, "expect").stream().allMatch(e -> e.equalsIgnoreCase("100-continue"));
        ok &= all(names, values, "connection").stream()
                .allMatch(c -> OPTIONS.matcher(c).matches());
        ok &= !method.equals("CONNECT");
        ok &= all(names, values, "expect").size() <= 1;
        List<String> hops = all(names, values, "max-forwards");
        ok &= !List.of("OPTIONS", "TRACE").contains(method)
                || (hops.size() <= 1 && hops.stream().allMatch(h -> h.matches("[0-9]+")));
        boolean body = !codings.isEmpty() || (ok && lengths.stream().anyMatch(l -> Long.parseLong(l) > 0));
        ok &= !(method.equals("TRACE") && body);
        Matcher absolute = ABSOLUTE.matcher(target);
        ok &= target.startsWith("/")
                || (target.equals("*") && method.equals("OPTIONS"))
                || (absolute.matches() && isAuthority(absolute.group(1)));
        return ok;
    }

    private static boolean isAuthority(String text) {
        Matcher matcher = AUTHORITY.matcher(text);
        String port = matcher.matches() ? matcher.group(1) : "99999";
        return port == null || port.isEmpty() || Integer.parseInt(port) <= 65535;
    }

    private static List<String> all(List<String> names, List<String> values, String name) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals(name)) {
                found.add(values.get(i));
            }
        }
        return found;
    }

    private static String trim(String text) {
        return text.replaceAll("^[ \\t]+|[ \\t]+\\z", "");
    }
}

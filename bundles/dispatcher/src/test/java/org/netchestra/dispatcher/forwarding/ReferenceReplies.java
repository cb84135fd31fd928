package org.netchestra.dispatcher.forwarding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules for heads of replies once more, as regular expressions and lists of strings: slow, and obvious enough to be believed. */
final class ReferenceReplies {

    private static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]";
    private static final String TEXT = "[\\t\\x20-\\x7e\\x80-\\xff]*";
    private static final Pattern HEAD = Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2})(?: " + TEXT + ")?\\r\\n((?:"
            + TOKEN + "+:" + TEXT + "\\r\\n){0,256})\\r\\n");
    private static final Pattern OPTIONS =
            Pattern.compile("[ \\t]*(?:" + TOKEN + "*[ \\t]*,[ \\t]*)*" + TOKEN + "*[ \\t]*");

    private ReferenceReplies() {}

    /** What a head says. */
    record Reply(int length, int status, boolean http11, List<String> fields) {

        private List<String> all(String name) {
            return fields.stream()
                    .filter(field -> field.startsWith(name + "="))
                    .map(field -> field.substring(name.length() + 1))
                    .toList();
        }

        private Stream<String> options() {
            return all("connection").stream()
                    .flatMap(list -> Stream.of(list.split(",")))
                    .map(option -> option.strip().toLowerCase(Locale.ROOT));
        }

        boolean isChunked() {
            return !all("transfer-encoding").isEmpty();
        }

        long declared() {
            return all("content-length").isEmpty()
                    ? -1
                    : Long.parseLong(all("content-length").get(0));
        }

        boolean isSound(boolean upgradeAsked) {
            List<String> lengths = all("content-length");
            List<String> codings = all("transfer-encoding");
            List<String> upgrades = all("upgrade");
            boolean upgraded = !upgrades.isEmpty()
                    && upgrades.get(upgrades.size() - 1).equalsIgnoreCase("websocket")
                    && options().anyMatch("upgrade"::equals);
            return lengths.size() <= 1
                    && lengths.stream().allMatch(length -> length.matches("[0-9]{1,18}"))
                    && codings.size() <= 1
                    && codings.stream().allMatch("chunked"::equalsIgnoreCase)
                    && (codings.isEmpty() || (lengths.isEmpty() && http11))
                    && all("connection").stream()
                            .allMatch(list -> OPTIONS.matcher(list).matches())
                    && (status != 101 || (upgradeAsked && upgraded));
        }

        /** Whether the connection can be used again: the reply's end is known without it, and neither side wants it closed. */
        boolean isPersistent() {
            boolean bodiless = status < 200 || status == 204 || status == 304;
            boolean ends = bodiless || isChunked() || declared() >= 0;
            boolean kept =
                    options().noneMatch("close"::equals) && (http11 || options().anyMatch("keep-alive"::equals));
            return ends && kept && status != 101;
        }
    }

    /** The head at the start of the text, or null when there is no whole, well-formed one. */
    static Reply parse(String text) {
        Matcher matcher = HEAD.matcher(text);
        if (!matcher.lookingAt()) {
            return null;
        }
        List<String> fields = new ArrayList<>();
        for (String line : matcher.group(3).split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String value = line.substring(colon + 1).replaceAll("^[ \\t]+|[ \\t]+\\z", "");
                fields.add(line.substring(0, colon).toLowerCase(Locale.ROOT) + "=" + value);
            }
        }
        return new Reply(
                matcher.end(),
                Integer.parseInt(matcher.group(2)),
                matcher.group(1).equals("1"),
                fields);
    }
}

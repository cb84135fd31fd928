package org.netchestra.workload.generator;

import java.util.ArrayList;
import java.util.List;

/** Reads targets as a user writes them: {@code /bytes/1024 weight=3, POST /upload body=1048576, /x status=404}. */
public final class TargetSyntax {
    private TargetSyntax() {}

    /** The targets, separated by commas; what is not understood is an {@link IllegalArgumentException}. */
    public static List<Target> parse(String text) {
        List<Target> targets = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            targets.add(target(one.strip()));
        }
        return targets;
    }

    private static Target target(String text) {
        String[] words = text.split("\\s+", -1);
        boolean named = words.length > 1 && words[1].startsWith("/");
        Target target = wellKnown(named ? words[0] : "GET", named ? words[1] : words[0]);
        for (int i = named ? 2 : 1; i < words.length; i++) {
            target = with(target, words[i]);
        }
        return target;
    }

    private static Target wellKnown(String method, String path) {
        if (method.equals("GET") && path.matches("/bytes/[0-9]{1,15}")) {
            return Target.bytes(Long.parseLong(path.substring("/bytes/".length())));
        }
        return new Target(method, path, 1, 0, 200, Target.ANY, false);
    }

    private static Target with(Target t, String word) {
        int equals = word.indexOf('=');
        String value = word.substring(equals + 1);
        String key = equals > 0 && value.matches("[0-9]{1,15}") ? word.substring(0, equals) : "";
        return switch (key) {
            case "weight" -> t.weight(Math.toIntExact(number(value)));
            case "status" -> t.expecting(Math.toIntExact(number(value)));
            case "body" ->
                new Target(t.method(), t.path(), t.weight(), number(value), t.status(), t.replyBytes(), t.pattern());
            case "length" ->
                new Target(t.method(), t.path(), t.weight(), t.bodyBytes(), t.status(), number(value), t.pattern());
            default ->
                throw new IllegalArgumentException(
                        "target: " + word + " (expected: weight=N, status=CODE, body=BYTES or length=BYTES)");
        };
    }

    private static long number(String digits) {
        return Long.parseLong(digits);
    }
}

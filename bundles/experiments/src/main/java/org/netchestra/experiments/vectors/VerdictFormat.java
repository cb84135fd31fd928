package org.netchestra.experiments.vectors;

import java.util.List;
import java.util.Locale;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.MethodClass;
import org.netchestra.api.journal.Progress;
import org.netchestra.journal.Situation;
import org.netchestra.journal.VerdictRules;

/**
 * Whether a request may be sent again: {@code {method, progress, mode, verdict}} and, where they matter, {@code keyed,
 * declared, not_applied, client_gone, live, attempts, body_kept}.
 *
 * <p>Example: a POST of which everything was sent fails in mode strict, and is replayed with a key.
 */
final class VerdictFormat implements Format {

    /** The definition's default: so many servers are tried for one request. */
    private static final int ATTEMPTS = 3;

    @Override
    public boolean recognises(Fields vector) {
        return vector.has("method", "progress", "verdict");
    }

    @Override
    public String name(Fields vector) {
        return vector.text("method") + " " + vector.text("progress");
    }

    @Override
    public void run(Fields vector, Verdicts verdicts) {
        Situation situation = situation(vector);
        String got = VerdictRules.of(situation).replays() ? "replay" : "fail";
        verdicts.check("verdict under " + vector.textOrNull("mode"), vector.text("verdict"), got);
    }

    private static Situation situation(Fields vector) {
        String mode = vector.has("mode") ? vector.text("mode") : "strict";
        return new Situation(
                constant(vector, "mode", FailSafe.class, mode),
                MethodClass.of(vector.text("method")),
                flag(vector, "keyed", false),
                flag(vector, "declared", false),
                constant(vector, "progress", Progress.class, vector.text("progress")),
                flag(vector, "not_applied", false),
                flag(vector, "client_gone", false),
                !vector.has("live") || vector.integer("live") > 0,
                !vector.has("attempts") || vector.integer("attempts") < ATTEMPTS,
                true,
                flag(vector, "body_kept", true),
                true,
                true,
                false);
    }

    private static <E extends Enum<E>> E constant(Fields vector, String name, Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(word.toUpperCase(Locale.ROOT))) {
                return constant;
            }
        }
        throw vector.malformed(name, "one of " + List.of(type.getEnumConstants()));
    }

    private static boolean flag(Fields vector, String name, boolean unset) {
        return vector.has(name) ? Boolean.parseBoolean(vector.text(name)) : unset;
    }
}

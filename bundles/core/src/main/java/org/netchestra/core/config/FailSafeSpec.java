package org.netchestra.core.config;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.JournalRules;

/**
 * What a virtual server does when a real server fails under a request.
 *
 * @param rules what it wants of the journal ({@code fail-safe}, {@code replayable}, {@code replay-deadline},
 *     {@code journal-max-body}, {@code journal}, {@code transaction}, {@code replay-budget}, {@code replay-reserve}; attempts as in {@code max-attempts})
 * @param confirm when a reply goes to the client ({@code confirm})
 * @param confirmMaxBytes replies kept back to be confirmed as a whole; larger ones stream ({@code confirm-max-bytes})
 * @param replayOn the statuses that count as a server's failure ({@code replay-on})
 * @param replayTimeout for the first byte of a reply, before the request goes to another server; zero for ten times the server's
 *     usual response time, at least 5 s ({@code replay-timeout})
 * @param serverWait how long a request waits for a server when none is up ({@code server-wait})
 * @param maxWaiting requests that wait so at a time ({@code max-waiting})
 */
public record FailSafeSpec(
        JournalRules rules,
        Confirm confirm,
        int confirmMaxBytes,
        List<Integer> replayOn,
        Duration replayTimeout,
        Duration serverWait,
        int maxWaiting) {

    /** When the first byte of a reply goes to the client. */
    public enum Confirm {
        /** With the reply's head: a server that fails behind it tears the reply. */
        HEAD,
        /** As {@link #WHOLE} if its length is declared and at most {@link #SMALL_BYTES}, else as {@link #HEAD}. */
        SMALL,
        /** When the whole reply is there: a server that fails before is replaced, and the client sees nothing of it. */
        WHOLE
    }

    /** Where requests are kept. */
    private enum Keeping {
        /** In memory, large bodies in files: what is kept ends with the dispatcher. */
        MEMORY,
        /** On disk too: a restarted dispatcher knows what was in flight. */
        DURABLE
    }

    /** A reply of this length usually comes at once, so that holding it until it is whole takes no time. */
    public static final int SMALL_BYTES = 16 << 10;

    private static final String AUTO = "auto";
    private static final long SHORTEST_AUTO_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int USUAL_TIMES = 10;
    private static final List<Integer> REPLAY_ON = List.of(502, 503, 504);
    private static final String STATUSES_EXPECTED = "statuses from 500 to 599, parted by blanks, or none";
    private static final String PATHS_EXPECTED = "path prefixes that begin with '/', parted by blanks";

    public FailSafeSpec {
        replayOn = List.copyOf(replayOn);
    }

    static FailSafeSpec read(ConfigurationText text, int maxAttempts) {
        JournalRules rules = rules(text, maxAttempts);
        return new FailSafeSpec(
                rules,
                text.choice("confirm", Confirm.class, rules.transactions() == null ? Confirm.SMALL : Confirm.WHOLE),
                (int) text.size("confirm-max-bytes", 256 << 10, 1 << 10, 1 << 30),
                statuses(text),
                replayTimeout(text),
                text.duration("server-wait", Duration.ofSeconds(5), Duration.ZERO, Duration.ofMinutes(10)),
                text.integer("max-waiting", 1000, 0, 1_000_000));
    }

    private static JournalRules rules(ConfigurationText text, int maxAttempts) {
        return new JournalRules(
                text.choice("fail-safe", FailSafe.class, FailSafe.STRICT),
                text.choice("journal", Keeping.class) == Keeping.DURABLE,
                paths(text, "replayable"),
                maxAttempts,
                text.duration("replay-deadline", Duration.ofMinutes(1), Duration.ofMillis(100), Duration.ofHours(24)),
                text.size("journal-max-body", 1L << 30, 0, 1L << 50),
                text.integer("replay-budget", 20, 0, 1000),
                text.integer("replay-reserve", 10, 0, 1_000_000),
                TransactionKeys.read(text, paths(text, "transaction-paths")));
    }

    private static List<String> paths(ConfigurationText text, String key) {
        List<String> paths = text.words(key);
        if (paths.stream().anyMatch(path -> !path.startsWith("/"))) {
            text.problem(key, String.join(" ", paths), PATHS_EXPECTED);
        }
        return paths;
    }

    private static List<Integer> statuses(ConfigurationText text) {
        List<String> words = text.words("replay-on");
        if (words.isEmpty()) {
            return REPLAY_ON;
        }
        if (words.equals(List.of("none"))) {
            return List.of();
        }
        TreeSet<Integer> statuses = new TreeSet<>();
        for (String word : words) {
            if (word.matches("5\\d\\d")) {
                statuses.add(Integer.valueOf(word));
            } else {
                text.problem("replay-on", word, STATUSES_EXPECTED);
            }
        }
        return List.copyOf(statuses);
    }

    private static Duration replayTimeout(ConfigurationText text) {
        return text.text("replay-timeout", AUTO).equals(AUTO)
                ? Duration.ZERO
                : text.duration("replay-timeout", Duration.ZERO, Duration.ofMillis(50), Duration.ofHours(24));
    }

    /** What it promises. */
    public FailSafe mode() {
        return rules.failSafe();
    }

    /**
     * How long to wait for the first byte of a reply, before another server is asked.
     *
     * @param usualNanos the server's usual response time
     */
    public long replayTimeoutNanos(long usualNanos) {
        return replayTimeout.isZero()
                ? Math.max(SHORTEST_AUTO_NANOS, USUAL_TIMES * usualNanos)
                : replayTimeout.toNanos();
    }
}

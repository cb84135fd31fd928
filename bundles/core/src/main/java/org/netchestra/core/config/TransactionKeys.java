package org.netchestra.core.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.TransactionRules;
import org.netchestra.api.journal.TransactionRules.Identification;
import org.netchestra.api.journal.TransactionRules.Limits;

/** Reads the keys that begin with {@code transaction}. */
final class TransactionKeys {

    /** How a request names its transaction. */
    private enum Identified {
        OFF,
        COOKIE,
        HEADER,
        NAMED_HEADER,
        PATH
    }

    /** What is sent again when the server of a transaction fails. */
    private enum Replay {
        FAILED,
        ALL
    }

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");
    private static final String COOKIE = "NTXN";
    private static final String HEADER = "Netchestra-Transaction-Key";

    private TransactionKeys() {}

    /**
     * The rules; null when there are no transactions, and then no other of these keys may be there.
     *
     * @param paths reads a key that lists prefixes of paths
     */
    static @Nullable TransactionRules read(ConfigurationText text, List<String> paths) {
        Identified identified = text.choice("transaction", Identified.class);
        String name = name(text, identified);
        boolean rebuild = text.choice("transaction-replay", Replay.class) == Replay.ALL;
        Duration idle =
                text.duration("transaction-idle", Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofHours(24));
        Limits limits = new Limits(
                text.integer("transaction-max", Limits.DEFAULT.transactions(), 1, 10_000_000),
                text.integer("transaction-max-waiting", Limits.DEFAULT.waiting(), 0, 10_000),
                text.integer("transaction-max-steps", Limits.DEFAULT.keptSteps(), 1, 100_000),
                text.size("transaction-max-bytes", Limits.DEFAULT.keptBytes(), 1 << 10, 1L << 40));
        return identified == Identified.OFF
                ? null
                : new TransactionRules(Identification.valueOf(identified.name()), name, paths, rebuild, idle, limits);
    }

    private static String name(ConfigurationText text, Identified identified) {
        String name = text.text("transaction-name", defaultName(identified));
        boolean sound = switch (identified) {
            case OFF -> true;
            case COOKIE, HEADER, NAMED_HEADER -> TOKEN.matcher(name).matches();
            case PATH -> hasGroup(name);
        };
        if (!sound) {
            text.problem("transaction-name", name.isEmpty() ? "(missing)" : name, expected(identified));
        }
        return name;
    }

    private static String defaultName(Identified identified) {
        return switch (identified) {
            case COOKIE -> COOKIE;
            case HEADER -> HEADER;
            default -> "";
        };
    }

    private static String expected(Identified identified) {
        return identified == Identified.PATH
                ? "a regular expression whose first group is the transaction's name, such as /order/([0-9]+)/"
                : "a header's or cookie's name";
    }

    private static boolean hasGroup(String expression) {
        try {
            return Pattern.compile(expression).matcher("").groupCount() >= 1;
        } catch (PatternSyntaxException malformed) {
            return false;
        }
    }
}

package org.netchestra.api.policy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a configuration wrote behind a policy's name, as in {@code policy = bounded-ring key=path load-factor=1.25}.
 *
 * <p>Reading an option marks it as known, so that {@link #unread()} tells which ones the policy does not have. Not
 * thread-safe: each call to {@link BalancingPolicy#newPicker} gets its own.
 */
public final class PolicyOptions {

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,63}");

    private final Map<String, String> values;
    private final Map<String, BalancingPolicy> policies;
    /** What stands in front of the names of these options: {@code inner.} for those of an inner policy. */
    private final String prefix;

    private final Set<String> read;
    private final Set<String> askedFor;

    public PolicyOptions(Map<String, String> values) {
        this(values, Map.of());
    }

    /**
     * @param policies the policies that a policy may build upon, by name
     */
    public PolicyOptions(Map<String, String> values, Map<String, BalancingPolicy> policies) {
        this(new TreeMap<>(values), new TreeMap<>(policies), "", new HashSet<>(), new TreeSet<>());
    }

    private PolicyOptions(
            Map<String, String> values,
            Map<String, BalancingPolicy> policies,
            String prefix,
            Set<String> read,
            Set<String> askedFor) {
        this.values = values;
        this.policies = policies;
        this.prefix = prefix;
        this.read = read;
        this.askedFor = askedFor;
    }

    public static PolicyOptions none() {
        return new PolicyOptions(Map.of());
    }

    /** A whole number within bounds. */
    public int integer(String name, int defaultValue, int min, int max) {
        String text = text(name, Integer.toString(defaultValue));
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw invalid(name, text, "a whole number, " + min + ".." + max);
        }
        throw invalid(name, text, min + ".." + max);
    }

    /** A decimal number within bounds. */
    public double decimal(String name, double defaultValue, double min, double max) {
        String text = text(name, Double.toString(defaultValue));
        try {
            double value = Double.parseDouble(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw invalid(name, text, "a number, " + min + ".." + max);
        }
        throw invalid(name, text, min + ".." + max);
    }

    /** One of some words; the first is the default. */
    public String choice(String name, String... words) {
        String text = text(name, words[0]);
        if (!Arrays.asList(words).contains(text)) {
            throw invalid(name, text, "one of " + String.join(", ", words));
        }
        return text;
    }

    /** A word of letters, digits, '.', '_' and '-'; only the default may be empty. */
    public String word(String name, String defaultValue) {
        String text = text(name, defaultValue);
        if (!text.equals(defaultValue) && !WORD.matcher(text).matches()) {
            throw invalid(name, text, "letters, digits, '.', '_' and '-', at most 63 characters");
        }
        return text;
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String name, boolean defaultValue) {
        return defaultValue
                ? choice(name, "true", "false").equals("true")
                : choice(name, "false", "true").equals("true");
    }

    /** The part of the request that is the policy's key. */
    public KeySource keySource(String name, KeySource defaultValue) {
        String text = text(name, defaultValue.toString());
        try {
            return KeySource.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw invalid(
                    name,
                    text,
                    "url, path, host, source, source-port, destination, header:NAME, cookie:NAME or parameter:NAME");
        }
    }

    /**
     * Another policy, which this one builds upon: {@code name=wlc}. Its own options are written with the name in front, as in
     * {@code name=bounded-ring name.key=path}. Make a picker of it even for a pool without members, so that its options
     * become known.
     */
    public InnerPolicy policy(String name, String defaultPolicy) {
        String text = text(name, defaultPolicy);
        BalancingPolicy policy = policies.get(text);
        if (policy == null) {
            String known = policies.isEmpty()
                    ? "a policy, but none is installed"
                    : "one of " + String.join(", ", policies.keySet());
            throw invalid(name, text, known);
        }
        askedFor.add(text);
        return new InnerPolicy(policy, new PolicyOptions(values, policies, prefix + name + ".", read, askedFor));
    }

    /** The options that nobody asked for, in alphabetical order. */
    public Set<String> unread() {
        Set<String> names = new TreeSet<>(values.keySet());
        names.removeAll(read);
        return names;
    }

    /** The names that were asked for, in alphabetical order: what the policy understands. */
    public Set<String> known() {
        return new TreeSet<>(read);
    }

    /** The names of the policies that were asked for, in alphabetical order. */
    public Set<String> policies() {
        return new TreeSet<>(askedFor);
    }

    private InvalidOptionException invalid(String name, String value, String expected) {
        return new InvalidOptionException(prefix + name, value, expected);
    }

    private String text(String name, String defaultValue) {
        read.add(prefix + name);
        return values.getOrDefault(prefix + name, defaultValue);
    }
}

package org.netchestra.experiments.vectors;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of a vector, read by name.
 *
 * @param members its members in their order
 */
record Fields(Map<String, @Nullable Object> members) {

    @SuppressWarnings("unchecked")
    static Fields of(@Nullable Object json) {
        if (json instanceof Map<?, ?> map) {
            return new Fields((Map<String, @Nullable Object>) map);
        }
        throw new MalformedVectorException("found " + json + " (expected: an object)");
    }

    static boolean isObject(@Nullable Object json) {
        return json instanceof Map;
    }

    Collection<String> names() {
        return members.keySet();
    }

    boolean has(String... names) {
        for (String name : names) {
            if (!members.containsKey(name)) {
                return false;
            }
        }
        return true;
    }

    boolean hasAny(String... names) {
        for (String name : names) {
            if (members.containsKey(name)) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    Object raw(String name) {
        return members.get(name);
    }

    /** A member's text: strings as they are, numbers as written, null for null or a missing member. */
    @Nullable
    String textOrNull(String name) {
        Object value = members.get(name);
        return value == null ? null : value.toString();
    }

    String text(String name) {
        return Objects.requireNonNull(textOrNull(name), () -> missing(name));
    }

    int integer(String name) {
        return number(name).intValue();
    }

    double decimal(String name) {
        return number(name).doubleValue();
    }

    BigDecimal number(String name) {
        return number(members.get(name), name);
    }

    Fields object(String name) {
        if (!isObject(members.get(name))) {
            throw new MalformedVectorException(missing(name));
        }
        return of(members.get(name));
    }

    List<?> list(String name) {
        if (members.get(name) instanceof List<?> list) {
            return list;
        }
        throw new MalformedVectorException(missing(name));
    }

    List<Fields> objects(String name) {
        return list(name).stream().map(Fields::of).toList();
    }

    int[] integers(String name) {
        return list(name).stream()
                .mapToInt(value -> number(value, name).intValue())
                .toArray();
    }

    private static BigDecimal number(@Nullable Object value, String name) {
        if (value instanceof BigDecimal number) {
            return number;
        }
        throw new MalformedVectorException(name + ": " + value + " (expected: a number)");
    }

    private String missing(String name) {
        return name + ": " + members.get(name) + " (expected: a value of this format)";
    }

    @Override
    public String toString() {
        return members.toString();
    }
}

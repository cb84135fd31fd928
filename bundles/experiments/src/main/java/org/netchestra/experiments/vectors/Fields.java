package org.netchestra.experiments.vectors;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of a vector, read by name. What is wrong is told with the way to it, such as {@code steps[2].key}.
 *
 * @param path the way to it from its case, empty or with a dot at the end
 * @param members its members in their order
 */
record Fields(String path, Map<String, @Nullable Object> members) {

    /** A whole case. */
    static Fields of(@Nullable Object json) {
        return of("", json);
    }

    @SuppressWarnings("unchecked")
    private static Fields of(String path, @Nullable Object json) {
        if (json instanceof Map<?, ?> map) {
            return new Fields(path.isEmpty() ? "" : path + ".", (Map<String, @Nullable Object>) map);
        }
        throw MalformedVectorException.at(path, json, "an object");
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
        String text = textOrNull(name);
        if (text == null) {
            throw malformed(name, "a text");
        }
        return text;
    }

    int integer(String name) {
        return integer(members.get(name), path + name);
    }

    double decimal(String name) {
        return number(name).doubleValue();
    }

    BigDecimal number(String name) {
        return number(members.get(name), path + name);
    }

    Fields object(String name) {
        return of(path + name, members.get(name));
    }

    List<?> list(String name) {
        if (members.get(name) instanceof List<?> list) {
            return list;
        }
        throw malformed(name, "a list");
    }

    List<Fields> objects(String name) {
        List<?> list = list(name);
        return IntStream.range(0, list.size())
                .mapToObj(index -> of(path + name + "[" + index + "]", list.get(index)))
                .toList();
    }

    int[] integers(String name) {
        List<?> list = list(name);
        return IntStream.range(0, list.size())
                .map(index -> integer(list.get(index), path + name + "[" + index + "]"))
                .toArray();
    }

    /** That a member is not what its format has. */
    MalformedVectorException malformed(String name, String expected) {
        return MalformedVectorException.at(path + name, members.get(name), expected);
    }

    private static BigDecimal number(@Nullable Object value, String place) {
        if (value instanceof BigDecimal number) {
            return number;
        }
        throw MalformedVectorException.at(place, value, "a number");
    }

    private static int integer(@Nullable Object value, String place) {
        try {
            return number(value, place).intValueExact();
        } catch (ArithmeticException fractionOrTooLarge) {
            throw MalformedVectorException.at(place, value, "a whole number of 32 bits");
        }
    }

    @Override
    public String toString() {
        return members.toString();
    }
}

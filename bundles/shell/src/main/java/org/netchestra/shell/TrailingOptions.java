package org.netchestra.shell;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Option;
import org.jspecify.annotations.Nullable;

/**
 * Lets options stand behind the arguments too: {@code server-drain shop s1 --reason 'disk change'}. Karaf's parser takes
 * them in front only and calls the rest too many arguments; a command catches that rest in a last, multi-valued argument.
 */
final class TrailingOptions {

    /** The name of the argument that catches the rest. */
    static final String NAME = "options";

    /** Its description. */
    static final String DESCRIPTION = "Options may stand here as well";

    private final Object command;
    private final Map<String, Field> options = new LinkedHashMap<>();
    private final List<String> words = new ArrayList<>();

    private TrailingOptions(Object command) throws IllegalAccessException {
        this.command = command;
        for (Class<?> type = command.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                field.setAccessible(true);
                read(field);
            }
        }
    }

    /**
     * Sets the options among the trailing words of a command.
     *
     * @throws IllegalArgumentException when a word is no option, or an option lacks its value
     */
    static void apply(Object command) {
        try {
            new TrailingOptions(command).apply();
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("the fields of " + command.getClass() + " are ours", impossible);
        }
    }

    private void read(Field field) throws IllegalAccessException {
        Option option = field.getAnnotation(Option.class);
        if (option != null) {
            options.put(option.name(), field);
            Stream.of(option.aliases()).forEach(alias -> options.put(alias, field));
        }
        Argument argument = field.getAnnotation(Argument.class);
        if (argument != null && argument.name().equals(NAME) && field.get(command) instanceof List<?> rest) {
            rest.forEach(word -> words.add(String.valueOf(word)));
        }
    }

    private void apply() throws IllegalAccessException {
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            Field field = options.get(name);
            if (field == null) {
                throw new IllegalArgumentException(
                        "argument: " + word + " (expected: nothing more, or one of " + options.keySet() + ")");
            }
            if (field.getType() == boolean.class) {
                field.setBoolean(command, true);
            } else {
                field.set(command, value(name, word, equals, rest));
            }
        }
    }

    private static String value(String name, String word, int equals, Iterator<String> rest) {
        @Nullable String value = equals >= 0 ? word.substring(equals + 1) : rest.hasNext() ? rest.next() : null;
        if (value == null) {
            throw new IllegalArgumentException("option: " + name + " (expected: a value behind it)");
        }
        return value;
    }
}

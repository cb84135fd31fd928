package org.netchestra.experiments.vectors;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON text (RFC 8259) as maps, lists, strings, {@link BigDecimal}, booleans and null. Objects keep the order of their
 * members. Not thread-safe.
 */
final class Json {

    /** More than any text that means something; a text that is all brackets must not exhaust the stack. */
    private static final int DEEPEST = 200;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException when the text is no JSON; the message tells where */
    static @Nullable Object parse(String text) {
        Json json = new Json(text.startsWith("\uFEFF") ? text.substring(1) : text);
        Object value = json.value();
        json.space();
        if (json.at < json.text.length()) {
            throw json.unexpected("the end");
        }
        return value;
    }

    private @Nullable Object value() {
        space();
        return switch (peek()) {
            case '{', '[' -> nested();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Object nested() {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException(
                    "line " + line() + ": nested more than " + DEEPEST + " deep (expected: less)");
        }
        Object value = peek() == '{' ? object() : array();
        depth--;
        return value;
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        expect('{');
        space();
        while (peek() != '}') {
            if (!members.isEmpty()) {
                expect(',');
                space();
            }
            String name = string();
            space();
            expect(':');
            if (members.containsKey(name)) {
                throw new IllegalArgumentException(
                        "line " + line() + ": member " + name + " (expected: each name once)");
            }
            members.put(name, value());
            space();
        }
        expect('}');
        return members;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> elements = new ArrayList<>();
        expect('[');
        space();
        while (peek() != ']') {
            if (!elements.isEmpty()) {
                expect(',');
            }
            elements.add(value());
            space();
        }
        expect(']');
        return elements;
    }

    private String string() {
        expect('"');
        StringBuilder characters = new StringBuilder();
        while (peek() != '"') {
            char character = text.charAt(at++);
            characters.append(character == '\\' ? escaped() : character);
        }
        expect('"');
        return characters.toString();
    }

    private char escaped() {
        char character = peek();
        at++;
        return switch (character) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            default -> character;
        };
    }

    private char unicode() {
        if (at + 4 > text.length()) {
            throw unexpected("four hexadecimal digits");
        }
        at += 4;
        try {
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        } catch (NumberFormatException notHexadecimal) {
            throw unexpected("four hexadecimal digits");
        }
    }

    private @Nullable Object word(String word, @Nullable Object meaning) {
        if (!text.startsWith(word, at)) {
            throw unexpected(word);
        }
        at += word.length();
        return meaning;
    }

    private BigDecimal number() {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        try {
            return new BigDecimal(text.substring(start, at));
        } catch (NumberFormatException noNumber) {
            at = start;
            throw unexpected("a value");
        }
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void expect(char character) {
        if (peek() != character || at >= text.length()) {
            throw unexpected("'" + character + "'");
        }
        at++;
    }

    private long line() {
        String read = text.substring(0, Math.min(at, text.length()));
        return read.chars().filter(character -> character == '\n').count() + 1;
    }

    private IllegalArgumentException unexpected(String expected) {
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new IllegalArgumentException("line " + line() + ": " + found + " (expected: " + expected + ")");
    }
}

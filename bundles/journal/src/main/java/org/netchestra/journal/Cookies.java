package org.netchestra.journal;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and rewrites the lines of RFC 6265. Stateless. */
final class Cookies {

    private Cookies() {}

    /** The value of a cookie in a Cookie header, or null. */
    static @Nullable String value(@Nullable String header, String name) {
        if (header == null) {
            return null;
        }
        for (String pair : header.split(";", -1)) {
            String stripped = pair.strip();
            if (stripped.length() > name.length()
                    && stripped.startsWith(name)
                    && stripped.charAt(name.length()) == '=') {
                return unquoted(stripped.substring(name.length() + 1));
            }
        }
        return null;
    }

    /** The same header with other values: {@code replacements} maps {@code name=value} to {@code name=value}. */
    static String replaced(String header, Map<String, String> replacements) {
        if (replacements.isEmpty()) {
            return header;
        }
        StringBuilder text = new StringBuilder(header.length());
        for (String pair : header.split(";", -1)) {
            String stripped = pair.strip();
            text.append(text.isEmpty() ? "" : "; ").append(replacements.getOrDefault(stripped, stripped));
        }
        return text.toString();
    }

    /** Adds what turns the cookies of one reply into those of another to the replacements. */
    static void learn(List<String> before, List<String> after, Map<String, String> replacements) {
        for (String old : before) {
            String name = pair(old).substring(0, Math.max(0, pair(old).indexOf('=')));
            for (String fresh : after) {
                if (!name.isEmpty() && pair(fresh).startsWith(name + "=")) {
                    replacements.put(pair(old), pair(fresh));
                }
            }
        }
    }

    /** The name and value of a Set-Cookie line. */
    private static String pair(String setCookie) {
        int end = setCookie.indexOf(';');
        return (end < 0 ? setCookie : setCookie.substring(0, end)).strip();
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}

package org.netchestra.dispatcher.netty;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@code attacks/}: what is sent, and what is expected to become of it.
 *
 * @param expected the verdict, as the file's head explains it
 * @param bytes what is sent, a character a byte
 */
record AttackCase(String expected, String bytes) {

    private static final Pattern CODED = Pattern.compile("\\\\(?:x([0-9a-f]{2})|([rnt\\\\]))");

    /** All cases of a file, in which a word stands for a text. */
    static List<AttackCase> read(String resource, String word, String text) throws IOException {
        try (InputStream in = AttackCase.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> of(line, word, text))
                    .toList();
        }
    }

    private static AttackCase of(String line, String word, String text) {
        int bar = line.indexOf(" | ");
        String coded = line.substring(bar + 3);
        String bytes = CODED.matcher(coded).replaceAll(AttackCase::decoded);
        return new AttackCase(line.substring(0, bar), bytes.replace(word, text));
    }

    private static String decoded(MatchResult match) {
        if (match.group(1) != null) {
            return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16)));
        }
        return Matcher.quoteReplacement(
                switch (match.group(2)) {
                    case "r" -> "\r";
                    case "n" -> "\n";
                    case "t" -> "\t";
                    default -> "\\";
                });
    }

    @Override
    public String toString() {
        return expected + " | " + bytes.replace("\r", "\\r").replace("\n", "\\n");
    }
}

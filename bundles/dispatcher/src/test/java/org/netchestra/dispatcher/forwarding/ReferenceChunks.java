package org.netchestra.dispatcher.forwarding;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chunked bodies read by regular expressions. */
final class ReferenceChunks {

    private static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
    private static final String TEXT = "[\\t\\x20\\x21\\x23-\\x5b\\x5d-\\x7e\\x80-\\xff]";
    private static final String QUOTED = "\"(?:" + TEXT + "|\\\\[\\t\\x20-\\x7e\\x80-\\xff])*\"";
    private static final Pattern SIZE_LINE = Pattern.compile(
            "([0-9A-Fa-f]{1,16})(?:[ \\t]*;[ \\t]*" + TOKEN + "(?:=[ \\t]*(?:" + TOKEN + "|" + QUOTED + "))?)*\\r\\n");

    private ReferenceChunks() {}

    /** The data, and behind it LAST or MALFORMED unless more is wanted. */
    static String decode(String body) {
        StringBuilder data = new StringBuilder();
        int position = 0;
        while (position < body.length()) {
            Matcher line = SIZE_LINE.matcher(body).region(position, body.length());
            if (!line.lookingAt()) {
                return data + (line.hitEnd() && possible(body.substring(position)) ? "" : " MALFORMED");
            }
            BigInteger size = new BigInteger(line.group(1), 16);
            if (size.bitLength() > 63) {
                return data + " MALFORMED";
            }
            if (size.signum() == 0) {
                return data + " LAST";
            }
            int start = line.end();
            int end = (int) Math.min(body.length(), start + Math.min(size.longValue(), 1 << 20));
            data.append(body, start, end);
            String rest = body.substring(end, Math.min(body.length(), end + 2));
            if (!"\r\n".startsWith(rest)) {
                return data + " MALFORMED";
            }
            position = end + rest.length();
            if (rest.length() < 2) {
                return data.toString();
            }
        }
        return data.toString();
    }

    /** An incomplete size that is too large already is refused at once. */
    private static boolean possible(String rest) {
        String digits = rest.replaceAll("[^0-9A-Fa-f].*", "");
        return digits.isEmpty() || new BigInteger(digits, 16).bitLength() <= 63;
    }
}

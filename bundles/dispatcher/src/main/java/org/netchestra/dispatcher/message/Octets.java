package org.netchestra.dispatcher.message;

/**
 * The character classes of RFC 9110 as tables, indexed by the unsigned byte.
 *
 * <p>Stricter than the grammar where two parsers are known to differ: a target has no octet outside of ASCII and no
 * fragment, a value no control character but HTAB.
 */
public final class Octets {

    /**
     * For a token character its lower case, 0 for all others (RFC 9110 section 5.6.2). Whatever is neither letter nor digit nor hyphen
     * is a hyphen with the sign bit set: gateways to CGI make the same of all of them, some of underscores only.
     */
    static final byte[] NAME = new byte[256];

    /** What a field value may have: HTAB, SP, VCHAR, obs-text (RFC 9110 section 5.5). */
    static final boolean[] VALUE = new boolean[256];

    /** What a request target may have: VCHAR but no "#" (RFC 9112 section 3.2). */
    static final boolean[] TARGET = new boolean[256];

    /** Value of a hexadecimal digit, or -1. */
    static final byte[] HEX = new byte[256];

    static {
        for (int c = 0; c < 256; c++) {
            boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
            boolean digit = c >= '0' && c <= '9';
            if (letter || digit || c == '-') {
                NAME[c] = (byte) (letter ? c | 0x20 : c);
            } else if (c > 0 && "!#$%&'*+.^_`|~".indexOf(c) >= 0) {
                NAME[c] = (byte) ('-' | 0x80);
            }
            VALUE[c] = c == '\t' || (c >= ' ' && c != 0x7f);
            TARGET[c] = c > ' ' && c < 0x7f && c != '#';
            HEX[c] = (byte) (c < 0x80 ? Character.digit(c, 16) : -1);
        }
    }

    private Octets() {}

    /** Whether a token may have it (RFC 9110 section 5.6.2). */
    public static boolean isToken(byte b) {
        return NAME[b & 0xff] != 0;
    }

    /** Whether a field value may have it. */
    public static boolean isValue(byte b) {
        return VALUE[b & 0xff];
    }

    /** The value of a hexadecimal digit, or -1. */
    public static int hex(byte b) {
        return HEX[b & 0xff];
    }

    /** Whether it is SP or HTAB. */
    public static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** The lower case of a letter of ASCII; anything else as it is. */
    public static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
    }

    /** Whether it is a digit of base 10. */
    public static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Whether a slice is this lower-case ASCII word, in any case of letters. */
    public static boolean equalsIgnoreCase(byte[] bytes, int start, int end, byte[] word) {
        if (end - start != word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (lower(bytes[start + i]) != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes from a position on are a lower-case ASCII word without its first characters, in any case of letters. */
    public static boolean endsWithIgnoreCase(byte[] bytes, int start, byte[] word, int from) {
        for (int i = from; i < word.length; i++) {
            if (lower(bytes[start + i - from]) != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether a slice begins with a word given in lower case, whatever the case of its letters. */
    static boolean startsWithIgnoreCase(byte[] bytes, int start, int end, byte[] word) {
        return end - start >= word.length && equalsIgnoreCase(bytes, start, start + word.length, word);
    }
}

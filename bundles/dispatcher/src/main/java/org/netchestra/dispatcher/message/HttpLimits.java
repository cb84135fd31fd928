package org.netchestra.dispatcher.message;

/**
 * What a message head may measure.
 *
 * @param headBytes bytes of the whole head, start line and final empty line included
 * @param fields header lines
 * @param targetBytes bytes of the request target
 */
public record HttpLimits(int headBytes, int fields, int targetBytes) {

    /** Of a client's request: 16 kB, 100 fields, target of 8 kB. */
    public static final HttpLimits REQUEST = new HttpLimits(16 * 1024, 100, 8 * 1024);

    /** Of a server's reply, which is trusted a little more: 64 kB, 256 fields. */
    public static final HttpLimits REPLY = new HttpLimits(64 * 1024, 256, 8 * 1024);

    /** Of what was accepted before under limits that are not known any more. */
    public static final HttpLimits LARGEST = new HttpLimits(1 << 20, 10_000, 1 << 20);

    public HttpLimits {
        requireRange("head-bytes", headBytes, 512, 1 << 20);
        requireRange("fields", fields, 1, 10_000);
        requireRange("target-bytes", targetBytes, 16, 1 << 20);
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + ".." + max + ")");
        }
    }
}

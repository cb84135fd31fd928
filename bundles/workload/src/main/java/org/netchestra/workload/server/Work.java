package org.netchestra.workload.server;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * What a request of {@code /busy} costs a server: loops that are really burnt, or time of the emulated processor.
 *
 * @param loops to burn; 0 for none
 * @param time alone on the processor at full speed
 */
public record Work(long loops, Duration time) {

    /** Answers at once. */
    public static final Work NONE = new Work(0, Duration.ZERO);

    /**
     * Reads {@code 1e7loops} or {@code 30300us}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static Work parse(String text) {
        try {
            if (text.endsWith("loops")) {
                return new Work(number(text, "loops"), Duration.ZERO);
            }
            if (text.endsWith("us")) {
                return new Work(0, Duration.ofNanos(Math.multiplyExact(number(text, "us"), 1_000L)));
            }
        } catch (ArithmeticException | NumberFormatException malformed) {
            throw new IllegalArgumentException("--work: " + text + " (expected: 1e7loops or 30300us)", malformed);
        }
        throw new IllegalArgumentException("--work: " + text + " (expected: 1e7loops or 30300us)");
    }

    /** Burns loops on this thread, as a server does; the result is of no use but for not being optimised away. */
    public static long burn(long loops) {
        return Burner.burn(loops);
    }

    private static long number(String text, String unit) {
        long number = new BigDecimal(text.substring(0, text.length() - unit.length())).longValueExact();
        if (number < 0) {
            throw new NumberFormatException(text + ": negative");
        }
        return number;
    }
}

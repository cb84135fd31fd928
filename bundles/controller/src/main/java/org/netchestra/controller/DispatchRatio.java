package org.netchestra.controller;

import java.util.Arrays;

/**
 * The ratio by which paper 001 dispatches: {@code max(1, round(weight / least weight))}, halves rounded up, and its sequence:
 * each server as often in a row as its number says.
 *
 * <p>Example: 30 and 70 give 1 and 2, so A, B, B, A, B, B; 25 and 75 give A, B, B, B.
 *
 * <p>Two weights closer than 1 to 1.5 are dispatched alike, and a row of 16 in a closed loop sends a convoy to one server: at
 * 64, 32, 4 the sequence makes the controller's loop unstable, which smooth weighted round robin over the weights does not.
 */
public final class DispatchRatio {

    private DispatchRatio() {}

    /** The ratio of positive weights; weights of 0 have 0 in it. */
    public static int[] of(int[] weights) {
        int least = Arrays.stream(weights).filter(w -> w > 0).min().orElse(1);
        return Arrays.stream(weights)
                .map(w -> w <= 0 ? 0 : Math.max(1, (int) ((2L * w + least) / (2L * least))))
                .toArray();
    }
}

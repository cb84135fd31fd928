package org.netchestra.core.config;

import java.time.Duration;

/**
 * How the weight of a server that is new, recovered or ready again grows to its full value.
 *
 * <p>{@code weight x max(minimum, (t / window) ^ (1 / aggression))}: linear with an aggression of 1, faster at first above
 * it (the curve of Envoy's slow start). A virtual server that has just been started does not ramp its servers: there
 * would be nobody else to do the work.
 *
 * @param window until the full weight is reached; zero switches slow start off ({@code slow-start})
 * @param aggression the curve ({@code slow-start-aggression})
 * @param minimumPercent where the weight begins ({@code slow-start-minimum})
 */
public record SlowStart(Duration window, double aggression, int minimumPercent) {

    /** No slow start. */
    public static final SlowStart OFF = new SlowStart(Duration.ZERO, 1.0, 10);

    static SlowStart read(ConfigurationText text) {
        return new SlowStart(
                text.duration("slow-start", Duration.ZERO, Duration.ZERO, Duration.ofHours(1)),
                text.decimal("slow-start-aggression", 1.0, 0.1, 10.0),
                text.integer("slow-start-minimum", 10, 1, 100));
    }

    /** The part of the full weight after some time, in percent: 1..100. */
    public int percentAfter(Duration time) {
        if (time.compareTo(window) >= 0) {
            return 100;
        }
        double progress = Math.max(0, (double) time.toMillis() / window.toMillis());
        return (int) Math.max(minimumPercent, Math.round(100 * Math.pow(progress, 1 / aggression)));
    }
}

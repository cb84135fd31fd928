package org.netchestra.controller;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * How weights are controlled.
 *
 * @param kind the rule
 * @param period time between moves
 * @param floor the least weight, in points of {@link WeightTable}
 * @param minSamples answers in a period below which a server counts as not heard of ({@code paper}, {@code adaptive})
 * @param deadBand relative gap of response times that moves nothing ({@code paper}, {@code adaptive})
 * @param inFlightAware whether the balancing policy counts requests in flight ({@code pi})
 */
public record ControllerSettings(
        Kind kind, Duration period, int floor, int minSamples, double deadBand, boolean inFlightAware) {

    /** The rules. */
    public enum Kind {
        /** Slowest -1, fastest +1: paper 001. */
        PAPER,
        /** The same with a step that grows with the gap. */
        ADAPTIVE,
        /** All weights at once, by the proven gap. */
        PI;

        /** As a configuration writes it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ControllerSettings {
        Objects.requireNonNull(kind, "kind");
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("period: " + period + " (expected: positive)");
        }
        if (floor < 1 || minSamples < 1 || !(deadBand >= 0)) {
            throw new IllegalArgumentException("floor: " + floor + ", minSamples: " + minSamples + ", deadBand: "
                    + deadBand + " (expected: at least 1, 1 and 0)");
        }
    }

    /** The defaults of a rule: a period of 1 s for {@code paper} and {@code adaptive}, 0.5 s for {@code pi}. */
    public static ControllerSettings of(Kind kind) {
        return new ControllerSettings(kind, Duration.ofMillis(kind == Kind.PI ? 500 : 1000), 1, 2, 0, true);
    }

    WeightRule newRule() {
        return switch (kind) {
            case PAPER -> new PaperRule(minSamples, deadBand, false);
            case ADAPTIVE -> new PaperRule(minSamples, deadBand, true);
            case PI -> new PiRule(inFlightAware ? PiTuning.WITH_IN_FLIGHT : PiTuning.BY_WEIGHT_ALONE);
        };
    }
}

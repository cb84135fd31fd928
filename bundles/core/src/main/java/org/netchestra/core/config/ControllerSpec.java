package org.netchestra.core.config;

import java.time.Duration;

/**
 * How a virtual server controls its own weights.
 *
 * @param rule the rule; OFF leaves the weights to the administrator ({@code controller})
 * @param period time between moves ({@code controller-period})
 * @param floor the least weight, in per cent of the sum ({@code controller-floor})
 * @param minSamples answers in a period below which a server counts as not heard of ({@code controller-min-samples})
 * @param deadBandPercent relative gap of response times that moves nothing ({@code controller-dead-band})
 * @param signal what is measured ({@code controller-signal})
 * @param record whether everything seen and moved is written to a file ({@code controller-record})
 */
public record ControllerSpec(
        Rule rule, Duration period, int floor, int minSamples, int deadBandPercent, Signal signal, boolean record) {

    /** The rules. */
    public enum Rule {
        OFF,
        PAPER,
        ADAPTIVE,
        PI
    }

    /** Which time of an exchange is its response time. */
    public enum Signal {
        FIRST_BYTE,
        TOTAL
    }

    /** Reads the keys; they are known even when the controller is off. */
    public static ControllerSpec read(ConfigurationText text) {
        Rule rule = text.choice("controller", Rule.class);
        Duration usual = Duration.ofMillis(rule == Rule.PI ? 500 : 1000);
        return new ControllerSpec(
                rule,
                text.duration("controller-period", usual, Duration.ofMillis(100), Duration.ofHours(1)),
                text.integer("controller-floor", 1, 1, 50),
                text.integer("controller-min-samples", 2, 1, 1000),
                text.integer("controller-dead-band", 0, 0, 500),
                text.choice("controller-signal", Signal.class),
                text.flag("controller-record", true));
    }
}

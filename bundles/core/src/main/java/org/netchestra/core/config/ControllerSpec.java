package org.netchestra.core.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a virtual server controls its own weights.
 *
 * @param rule the rule; OFF leaves the weights to the administrator ({@code controller})
 * @param period time between moves ({@code controller-period})
 * @param floor the least weight, in per cent of the sum ({@code controller-floor})
 * @param minSamples answers in a period below which a server counts as not heard of ({@code controller-min-samples})
 * @param deadBandPercent relative gap of response times that moves nothing ({@code controller-dead-band})
 * @param signal what is measured ({@code controller-signal})
 * @param probe what is asked of a server that got too little traffic to be judged, or null ({@code controller-probe})
 * @param record whether everything seen and moved is written to a file ({@code controller-record})
 */
public record ControllerSpec(
        Rule rule,
        Duration period,
        int floor,
        int minSamples,
        int deadBandPercent,
        Signal signal,
        @Nullable Probe probe,
        boolean record) {

    private static final Pattern PROBE = Pattern.compile("(GET|HEAD|OPTIONS)\\s+(/[!-~]*)");

    /** The rules. */
    public enum Rule {
        OFF,
        PAPER,
        ADAPTIVE,
        PI
    }

    /**
     * A request of the controller's own. Only safe methods: it is sent again and again.
     *
     * @param method GET, HEAD or OPTIONS
     * @param target in origin form
     */
    public record Probe(String method, String target) {}

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
                probe(text),
                text.flag("controller-record", true));
    }

    private static @Nullable Probe probe(ConfigurationText text) {
        String written = text.text("controller-probe", "off");
        if (written.equals("off")) {
            return null;
        }
        Matcher fields = PROBE.matcher(written);
        if (!fields.matches()) {
            text.problem("controller-probe", written, "off, or GET, HEAD or OPTIONS and a path: GET /health");
            return null;
        }
        return new Probe(fields.group(1), fields.group(2));
    }
}

package org.netchestra.experiments.paper001;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way of balancing that takes the step test.
 *
 * @param name of its virtual server
 * @param policy the balancing policy
 * @param rule the controller's, or null without one
 */
record Contestant(String name, String policy, @Nullable String rule) {

    static final String REFERENCE = "lc";

    static final List<Contestant> ALL = List.of(
            new Contestant("pi", "sed", "pi"),
            new Contestant("adaptive", "sed", "adaptive"),
            new Contestant(REFERENCE, "lc", null));
}

package org.netchestra.dispatcher.osgi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.netchestra.core.config.ConfigurationProblem;
import org.netchestra.core.config.ConfigurationText;

/**
 * What can be set for all virtual servers together.
 *
 * @param eventLoops threads that move data; 0 for one a processor
 * @param pinEventLoops whether each keeps to a processor of its own
 * @param nativeTransport whether Linux epoll is used where it can be
 * @param policyGrace how long a policy's last picker goes on when its bundle has left
 * @param warmUp how long a warm-up may take; zero for none
 * @param problems what was wrong: those keys have their defaults
 */
record DispatcherSettings(
        int eventLoops,
        boolean pinEventLoops,
        boolean nativeTransport,
        Duration policyGrace,
        Duration warmUp,
        List<ConfigurationProblem> problems) {

    static final String WARM_UP = "30s";

    private static final Duration DEFAULT_WARM_UP = Duration.ofSeconds(30);
    private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(10);
    private static final int MOST_LOOPS = 256;

    /** Reads the keys as they were written: converted ones would hide what was wrong. */
    static DispatcherSettings read(Map<String, String> keys) {
        ConfigurationText text = new ConfigurationText(keys);
        int loops = text.integer("event-loops", 0, 0, MOST_LOOPS);
        boolean pinned = text.flag("pin-event-loops", false);
        boolean epoll = text.flag("native-transport", true);
        int grace = text.integer("policy-grace-seconds", 30, 0, Integer.MAX_VALUE);
        Duration warmUp = text.duration("warm-up", DEFAULT_WARM_UP, Duration.ZERO, LONGEST_WARM_UP);
        return new DispatcherSettings(loops, pinned, epoll, Duration.ofSeconds(grace), warmUp, text.finish());
    }
}

package org.netchestra.controller.osgi;

import java.util.List;
import java.util.Map;

/** A weight controller, as {@code org.netchestra:type=Controller,virtualServer=NAME}. */
public interface ControllerMXBean {

    /** The rule: PAPER, ADAPTIVE or PI. */
    String getRule();

    /** Time between moves, in milliseconds. */
    long getPeriodMillis();

    /** The weights in force, in points: per cent for up to ten servers. */
    Map<String, Integer> getWeights();

    /** The latest moves, oldest first, one text each: time, server, old and new weight, samples, mean, p95, rule, bound. */
    List<String> getRecent();
}

package org.netchestra.experiments.paper001;

import java.time.Duration;

/**
 * What the three ways of sharing requests cost. The paper tells of them in words only; the figures are fitted to what it printed
 * in tables 4 and 5.
 *
 * @param pause a client's time between a reply and its next request
 * @param work a server's time for a request, on average; exponentially distributed
 * @param dispatch a dispatcher's time for a request, one after another
 * @param agreement every server's time for each request that is broadcast when no other is under way
 * @param crowding by what part of that it grows with each request that is under way: the servers' talk about who answers
 * @param lookup a name server's time when it has to ask
 * @param remembered how long it remembers the answer
 */
record MethodCosts(
        Duration pause,
        Duration work,
        Duration dispatch,
        Duration agreement,
        double crowding,
        Duration lookup,
        Duration remembered) {

    static final MethodCosts FITTED = new MethodCosts(
            Duration.ofNanos(1_100_000),
            Duration.ofNanos(2_200_000),
            Duration.ofNanos(400_000),
            Duration.ofNanos(80_000),
            0.5,
            Duration.ofMillis(25),
            Duration.ofMillis(50));
}

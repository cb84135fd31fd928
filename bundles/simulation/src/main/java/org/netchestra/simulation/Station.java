package org.netchestra.simulation;

import org.netchestra.simulation.Node.Job;

/** Where a server's requests are worked on, in virtual time. Not thread-safe. */
interface Station {

    long NEVER = Long.MAX_VALUE;

    /** Takes a request that a server of speed 1 would work on for so long. */
    void add(Job job, long nowNanos);

    /** When the next request ends if nothing else happens; {@link #NEVER} when there is none. */
    long nextEndNanos();

    /** Ends that request. */
    Job end(long nowNanos);

    /** Changes the speed. */
    void speed(double speed, long nowNanos);

    /** Requests beyond those that are worked on at full speed. */
    int waiting();

    /** Time its slots worked, in sum. */
    long busyNanos();
}

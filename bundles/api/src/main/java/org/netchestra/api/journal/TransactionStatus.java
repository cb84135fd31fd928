package org.netchestra.api.journal;

/**
 * A transaction as it is now.
 *
 * @param number its ordinal number
 * @param name the beginning of its name: enough to find it in a log, too little to join it
 * @param virtualServer the virtual server's name
 * @param server the server it is bound to; empty before the first
 * @param confirmedSteps steps confirmed
 * @param inFlight whether a step is in flight
 * @param waiting steps that wait for their turn
 * @param attempts attempts of the step in flight
 * @param replays attempts after the first, of all steps
 * @param ageNanos time since its first step
 * @param idleNanos time since its last step ended; 0 when one is in flight
 */
public record TransactionStatus(
        long number,
        String name,
        String virtualServer,
        String server,
        int confirmedSteps,
        boolean inFlight,
        int waiting,
        int attempts,
        int replays,
        long ageNanos,
        long idleNanos) {}

package org.netchestra.api.journal;

/**
 * An entry in flight as it is now.
 *
 * @param id its number
 * @param virtualServer the virtual server's name
 * @param requestLine the request's first line, without its query
 * @param state where it is
 * @param server the server of the last attempt; empty when none is assigned
 * @param attempts attempts so far
 * @param ageNanos time since the head was whole
 * @param bytes bytes of the request so far
 * @param kept whether it can be sent again
 * @param transaction the number of its transaction, 0 when it is in none
 * @param step its step in the transaction, 0 when it is in none
 */
public record EntryStatus(
        long id,
        String virtualServer,
        String requestLine,
        StepState state,
        String server,
        int attempts,
        long ageNanos,
        long bytes,
        boolean kept,
        long transaction,
        int step) {}

package org.netchestra.simulation;

/** What a trace's requests ask for: one object for each key of a trace, so that it can be told by identity. */
final class TraceKey {

    private final byte[] bytes;

    TraceKey(String text) {
        bytes = SimulatedRequest.key(text);
    }

    byte[] bytes() {
        return bytes;
    }
}

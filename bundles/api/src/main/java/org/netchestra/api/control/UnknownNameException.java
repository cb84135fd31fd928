package org.netchestra.api.control;

/** A command names a virtual server or a real server that does not exist. The message lists what does. */
public final class UnknownNameException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public UnknownNameException(String kind, String name, Iterable<String> known) {
        super(kind + ": " + name + " (expected: one of " + String.join(", ", known) + ")");
    }
}

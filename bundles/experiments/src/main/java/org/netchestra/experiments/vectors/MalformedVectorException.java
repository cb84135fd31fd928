package org.netchestra.experiments.vectors;

/** A case has the members that tell its format, but not what that format asks for. */
final class MalformedVectorException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    MalformedVectorException(String message) {
        super(message);
    }
}

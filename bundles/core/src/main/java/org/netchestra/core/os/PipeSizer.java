package org.netchestra.core.os;

/** Gives pipes more room than the kernel does by itself. Thread-safe. */
public interface PipeSizer {

    /** Bytes that a pipe of Linux has room for at first: 16 pages (pipe(7)). */
    int ORDINARY = 64 * 1024;

    /** Leaves pipes as they are. */
    PipeSizer NONE = pipe -> ORDINARY;

    /**
     * Enlarges a pipe that has just been made, as far as the kernel lets it.
     *
     * @param pipe the file descriptor of one of its ends
     * @return bytes it has room for now
     */
    int enlarge(int pipe);
}

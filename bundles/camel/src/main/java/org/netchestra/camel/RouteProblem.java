package org.netchestra.camel;

/**
 * What is wrong with a route file.
 *
 * @param file the file, as users know it
 * @param line the line to look at, or 0 when unknown
 * @param found what stands there, or what happened
 * @param expected what should stand there
 */
record RouteProblem(String file, int line, String found, String expected) {

    RouteProblem {
        found = found.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }

    /** {@code file:line: found (expected: ...)}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + found + " (expected: " + expected + ")";
    }
}

package org.netchestra.experiments.vectors;

import java.io.PrintStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Prints and counts what became of the checks of a file's cases. Not thread-safe. */
final class Verdicts {

    private final PrintStream out;
    private String where = "";
    private int passed;
    private int failed;
    private int unsupported;

    Verdicts(PrintStream out) {
        this.out = out;
    }

    /** What the next checks belong to. */
    void at(String place) {
        where = place;
    }

    void check(String what, @Nullable Object expected, @Nullable Object got) {
        verdict(Objects.equals(expected, got), what, expected, got);
    }

    /** Two numbers that may differ in their last printed digits. */
    void checkClose(String what, double expected, double got, double tolerance) {
        verdict(Math.abs(expected - got) <= tolerance || expected == got, what, expected, got);
    }

    /** No part of the product answers this yet. */
    void unsupported(String what) {
        failed++;
        unsupported++;
        out.printf("FAIL  %s %s: not supported yet%n", where, what);
    }

    void malformed(String message) {
        failed++;
        out.printf("FAIL  %s: %s%n", where, message);
    }

    private void verdict(boolean pass, String what, @Nullable Object expected, @Nullable Object got) {
        if (pass) {
            passed++;
            out.printf("pass  %s %s: got %s%n", where, what, shown(got));
        } else {
            failed++;
            out.printf("FAIL  %s %s: got %s, expected %s%n", where, what, shown(got), shown(expected));
        }
    }

    private static Object shown(@Nullable Object value) {
        return value == null ? "none" : value;
    }

    int passed() {
        return passed;
    }

    int failed() {
        return failed;
    }

    /** How many of those failed because no part of the product answers them yet. */
    int notSupported() {
        return unsupported;
    }
}

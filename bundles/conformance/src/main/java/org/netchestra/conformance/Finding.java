package org.netchestra.conformance;

/**
 * One rule that a policy broke.
 *
 * @param rule what every policy must keep, in a few words
 * @param detail what happened instead, with the circumstances needed to see it again
 */
public record Finding(String rule, String detail) {

    @Override
    public String toString() {
        return rule + ": " + detail;
    }
}

package org.netchestra.api.policy;

/**
 * What became of a policy's inspection.
 *
 * @param conforms whether nothing was found against it
 * @param findings for people: what was measured, or a line for each rule that it breaks
 */
public record PolicyVerdict(boolean conforms, String findings) {}

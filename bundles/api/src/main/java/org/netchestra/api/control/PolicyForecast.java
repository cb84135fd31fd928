package org.netchestra.api.control;

/**
 * What candidate policies would make of a virtual server's recent traffic.
 *
 * @param explains whether the simulation of the policy in force agrees with what really happened; if not, the rest is not to
 *     be trusted
 * @param text tables for a terminal, the back-test first
 * @param page the same as an HTML page with plots, without scripts and other files
 */
public record PolicyForecast(boolean explains, String text, String page) {}

package org.netchestra.api.control;

import java.util.List;

/**
 * A policy that can be used, or is still used after its bundle left.
 *
 * @param name the word for {@code policy =}
 * @param origin the bundle that brings it: symbolic name and version
 * @param present whether its service is registered now
 * @param usedBy the virtual servers that use it
 */
public record PolicyStatus(String name, String origin, boolean present, List<String> usedBy) {}

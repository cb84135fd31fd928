package org.netchestra.core.control;

import org.netchestra.core.config.PolicySpec;

/**
 * A policy with the options it is used with.
 *
 * @param policy which implementation
 * @param spec its name and options
 */
record PolicyUse(NamedPolicy policy, PolicySpec spec) {}

/**
 * The Camel component {@code netchestra:} and the deployer of hot routes. Nothing here is exported: routes reach it by
 * URI, operators by files. Classes that OSGi wires are in the package {@code osgi}.
 */
@NullMarked
package org.netchestra.camel;

import org.jspecify.annotations.NullMarked;

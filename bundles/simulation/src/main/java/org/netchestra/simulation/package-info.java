/**
 * The real policy classes over a trace in virtual time.
 *
 * <p>Nothing here waits: a clock moves from event to event, and the same seed gives the same figures.
 */
@NullMarked
package org.netchestra.simulation;

import org.jspecify.annotations.NullMarked;

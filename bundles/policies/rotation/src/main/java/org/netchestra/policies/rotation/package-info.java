/**
 * Policies that take the servers in turn, evenly or by weight.
 *
 * <p>The pickers are pure: they know no service, no thread and no clock. All their state is one position that is
 * replaced by compare-and-set, so that the shares stay exact when several event loops pick at once.
 */
@NullMarked
package org.netchestra.policies.rotation;

import org.jspecify.annotations.NullMarked;

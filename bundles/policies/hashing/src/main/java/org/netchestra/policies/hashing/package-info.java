/**
 * Hash policies: the same key goes to the same server. The pickers are pure classes over the tables of
 * {@code org.netchestra.core.hash}; they place a member by its placement weight, whatever its state, and fall to the next
 * choice of the same hash order when a member cannot be used.
 */
@NullMarked
package org.netchestra.policies.hashing;

import org.jspecify.annotations.NullMarked;

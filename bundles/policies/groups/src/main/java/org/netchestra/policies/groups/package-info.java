/**
 * Policies that part the pool into groups and leave the choice within a group to another policy.
 *
 * <p>Each group is a pool of its own to the inner policy, with a picker of its own.
 */
@NullMarked
package org.netchestra.policies.groups;

import org.jspecify.annotations.NullMarked;

/**
 * Policies that look at what the servers have to do now: connections, response times, or a few of them at random.
 *
 * <p>The pickers are pure and nearly without state of their own: the counters live on the real servers, so a policy
 * that is swapped in starts with true numbers. Ties go to the earlier server of the pool.
 */
@NullMarked
package org.netchestra.policies.connections;

import org.jspecify.annotations.NullMarked;

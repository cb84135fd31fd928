/**
 * A virtual server as event loops see it: the snapshot in force, its limits, affinities and journals.
 */
@NullMarked
package org.netchestra.dispatcher.netty.virtualserver;

import org.jspecify.annotations.NullMarked;

/**
 * The nouns of a web cluster: real servers, the pool they form, and the states they can be in.
 *
 * <p>A {@link ServerPool} is an immutable snapshot; a {@link RealServer} is the live thing behind it, whose
 * counters move. Whoever holds a snapshot keeps a consistent view while configuration and health go on.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.api.cluster;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

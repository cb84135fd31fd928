/**
 * Routes that requests of a virtual server pass, and the way back from a route to the virtual server's real servers.
 *
 * <p>What is here works in streams and may block: it is for threads of integration engines, never for event loops.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.api.route;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/**
 * The control plane: one conductor thread turns configuration, policies, health and commands into snapshots.
 *
 * <p>Event loops read {@link org.netchestra.core.control.Snapshot}s by one volatile read and never lock.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.core.control;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

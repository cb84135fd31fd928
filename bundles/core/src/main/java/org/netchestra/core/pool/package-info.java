/**
 * Live real servers and their counters: what event loops write and policies, controllers and consoles read.
 *
 * <p>Everything here is thread-safe and allocates nothing on the data path.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.core.pool;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

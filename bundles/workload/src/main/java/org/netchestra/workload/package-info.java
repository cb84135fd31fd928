/**
 * What the workload's programs share: their command line and the body every real server sends.
 * The packages beneath hold the real server, the load generator, the demo and the side-by-side runs.
 * All of it runs from a plain class path; nothing here needs a framework.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.workload;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

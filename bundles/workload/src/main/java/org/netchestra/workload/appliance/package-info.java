/**
 * The appliance as a process: its private run directory, its start, its readiness and its end.
 * Used by the demo, the side-by-side runs and the integration tests, against the real unpacked distribution.
 * Talks to it as a user would: through files in etc, Jolokia with a login, and the shell's own client.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.workload.appliance;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

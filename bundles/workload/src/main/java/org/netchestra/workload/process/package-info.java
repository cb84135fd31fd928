/**
 * Processes that live no longer than the program that started them.
 * A child does not see the terminal's interrupt, and a guard ends it when its parent is gone, however that went.
 * What a process costs (processor time, resident memory) is read from the kernel.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.workload.process;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/**
 * The hub that carries cluster events to listeners and keeps the latest.
 *
 * <p>Publishing never blocks.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.core.event;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

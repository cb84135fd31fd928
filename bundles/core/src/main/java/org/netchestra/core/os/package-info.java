/**
 * What the data plane can use of the operating system if a bundle of native code offers it.
 *
 * <p>Interfaces only.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.core.os;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/**
 * Configuration as text turned into validated records, with errors that name file, line, key, value and expectation.
 *
 * <p>Pure: reads no file but the one whose lines an error is to name, knows no OSGi.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.core.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

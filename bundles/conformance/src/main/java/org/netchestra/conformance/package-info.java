/**
 * The conformance kit of balancing policies: what every policy must keep, as a check that can be run.
 *
 * <p>A policy's author runs it in a unit test; the control plane runs it on a new policy bundle before the policy gets
 * its first request. It needs nothing but the API.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.conformance;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

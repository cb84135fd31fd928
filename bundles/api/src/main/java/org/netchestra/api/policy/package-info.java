/**
 * The plug-in point of Netchestra: balancing policies.
 *
 * <p>A {@link BalancingPolicy} is a stateless factory, registered as a service with {@link Policy}. For every new
 * pool snapshot it makes a {@link Picker}, which event loops call for each request.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.api.policy;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/**
 * What happens to the cluster, as events: state changes, swaps of policies, accepted and refused configurations.
 *
 * <p>Register a {@link ClusterEventListener} as a service to hear them; publish through {@link ClusterEvents}.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.api.event;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/**
 * The control plane seen from outside: read the state of the cluster, and change it with a reason.
 *
 * <p>JMX, the shell, Camel routes and consoles all speak to the one {@link ClusterControl} service.
 */
@Export
@Version("0.1.0")
@NullMarked
package org.netchestra.api.control;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

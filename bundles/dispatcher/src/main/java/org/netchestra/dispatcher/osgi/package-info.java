/** The data and control plane as OSGi components: configuration in, services out, work delegated. */
@NullMarked
package org.netchestra.dispatcher.osgi;

import org.jspecify.annotations.NullMarked;

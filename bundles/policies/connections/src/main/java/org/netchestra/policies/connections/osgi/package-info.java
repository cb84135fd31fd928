/** The connection policies as services. */
@NullMarked
package org.netchestra.policies.connections.osgi;

import org.jspecify.annotations.NullMarked;

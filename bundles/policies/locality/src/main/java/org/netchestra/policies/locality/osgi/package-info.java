/** The locality policies as services. */
@NullMarked
package org.netchestra.policies.locality.osgi;

import org.jspecify.annotations.NullMarked;

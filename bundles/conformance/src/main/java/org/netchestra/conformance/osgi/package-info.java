/** The conformance kit as a service. */
@NullMarked
package org.netchestra.conformance.osgi;

import org.jspecify.annotations.NullMarked;

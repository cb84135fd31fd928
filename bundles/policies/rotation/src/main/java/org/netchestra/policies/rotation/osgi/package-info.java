/** The rotation policies as services. */
@NullMarked
package org.netchestra.policies.rotation.osgi;

import org.jspecify.annotations.NullMarked;

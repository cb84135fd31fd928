/** The hash policies as services. */
@NullMarked
package org.netchestra.policies.hashing.osgi;

import org.jspecify.annotations.NullMarked;

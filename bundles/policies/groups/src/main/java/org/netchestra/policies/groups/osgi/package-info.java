/** The group policies as services. */
@NullMarked
package org.netchestra.policies.groups.osgi;

import org.jspecify.annotations.NullMarked;

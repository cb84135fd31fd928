/**
 * The cluster as MXBeans: everything {@link org.netchestra.api.control.ClusterControl} knows as attributes of open types,
 * its commands as operations that carry a reason.
 */
@NullMarked
package org.netchestra.management;

import org.jspecify.annotations.NullMarked;

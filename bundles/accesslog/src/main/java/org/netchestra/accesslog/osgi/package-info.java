/** The access log as an OSGi component: configuration in, a listener out, work delegated. */
@NullMarked
package org.netchestra.accesslog.osgi;

import org.jspecify.annotations.NullMarked;

/** The servlets of the web context {@code hawtio}; its login and its Jolokia belong to the access bundle. */
@NullMarked
package org.netchestra.hawtio.osgi;

import org.jspecify.annotations.NullMarked;

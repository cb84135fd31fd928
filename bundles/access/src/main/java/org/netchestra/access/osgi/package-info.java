/** The components that plug the access rules into Karaf's login and the web server. */
@NullMarked
package org.netchestra.access.osgi;

import org.jspecify.annotations.NullMarked;

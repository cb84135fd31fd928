/** Where a request or connection goes within its virtual server: the first route that takes it. Pure. */
@NullMarked
package org.netchestra.dispatcher.routing;

import org.jspecify.annotations.NullMarked;

/**
 * Requests that pass a user's route: a route stands in the place of the server for one exchange, and in that of the client for another.
 */
@NullMarked
package org.netchestra.dispatcher.netty.route;

import org.jspecify.annotations.NullMarked;

/**
 * A client's connection, whatever is spoken on it: who is at the other end, what encrypts it, and how it is closed.
 */
@NullMarked
package org.netchestra.dispatcher.netty.connection;

import org.jspecify.annotations.NullMarked;

/**
 * HTTP/1.1 (RFC 9112) on both sides: connections of clients, and pools of connections to servers.
 */
@NullMarked
package org.netchestra.dispatcher.netty.http1;

import org.jspecify.annotations.NullMarked;

/** The octets of HTTP/1.1 (RFC 9112): heads parsed strictly and written, chunks, trailers, and why a message is refused. Pure. */
@NullMarked
package org.netchestra.dispatcher.message;

import org.jspecify.annotations.NullMarked;

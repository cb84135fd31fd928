/**
 * From the accepted socket to the first byte of the protocol: PROXY header, TLS handshake, the name that is asked for; then the
 * protocol's handler takes the connection over.
 */
@NullMarked
package org.netchestra.dispatcher.netty.accept;

import org.jspecify.annotations.NullMarked;

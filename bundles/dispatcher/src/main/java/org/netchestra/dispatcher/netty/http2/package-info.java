/**
 * HTTP/2 (RFC 9113) on both sides, with the codec of Netty.
 */
@NullMarked
package org.netchestra.dispatcher.netty.http2;

import org.jspecify.annotations.NullMarked;

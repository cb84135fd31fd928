/**
 * HTTP/2 (RFC 9113) on both sides. {@link org.netchestra.dispatcher.netty.http2.Http2Link} is a connection: frames are read, understood and
 * written by classes that know nothing of requests; only the decoder of HPACK is Netty's. {@code Http2Downstream} and {@code Http2UpstreamStream} stand at
 * the ends of its streams.
 */
@NullMarked
package org.netchestra.dispatcher.netty.http2;

import org.jspecify.annotations.NullMarked;

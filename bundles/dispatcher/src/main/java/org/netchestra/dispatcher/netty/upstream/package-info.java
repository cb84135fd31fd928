/**
 * The way to servers, whatever they speak: an {@link org.netchestra.dispatcher.netty.upstream.UpstreamStream} takes a request, a
 * {@link org.netchestra.dispatcher.netty.upstream.ReplyReceiver} hears of its reply, and pools keep connections.
 */
@NullMarked
package org.netchestra.dispatcher.netty.upstream;

import org.jspecify.annotations.NullMarked;

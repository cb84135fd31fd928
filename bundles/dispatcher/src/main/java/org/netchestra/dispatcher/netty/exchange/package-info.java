/**
 * One request and its reply, whatever carries them: an {@link org.netchestra.dispatcher.netty.exchange.Exchange} is the state machine
 * between a {@link org.netchestra.dispatcher.netty.exchange.DownstreamStream} and an
 * {@link org.netchestra.dispatcher.netty.upstream.UpstreamStream}. What can fail on the way, is kept, sent again or waited for is decided here.
 */
@NullMarked
package org.netchestra.dispatcher.netty.exchange;

import org.jspecify.annotations.NullMarked;

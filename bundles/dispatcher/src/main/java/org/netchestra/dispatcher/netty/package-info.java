/**
 * The data plane on Netty: one event loop owns an exchange from its first byte to its record.
 *
 * <p>{@link org.netchestra.dispatcher.netty.Exchange} is the state machine; it speaks to a
 * {@link org.netchestra.dispatcher.netty.DownstreamStream} and an {@link org.netchestra.dispatcher.netty.UpstreamStream}, of which
 * HTTP/1.1 is one implementation each.
 */
@NullMarked
package org.netchestra.dispatcher.netty;

import org.jspecify.annotations.NullMarked;

/**
 * The data plane on Netty, in layers; here they are put together. One event loop owns an exchange from its first byte to its record.
 *
 * <p>From the bottom: {@code splice} and {@code loop} know no traffic; {@code connection} and {@code setup} know what connections are,
 * {@code upstream} and {@code virtualserver} whom they join; {@code exchange} decides what becomes of a request; {@code http1},
 * {@code http2} and {@code route} carry it, beside {@code tcp}, which relays bytes as they are; {@code accept} gives each connection
 * to its protocol. A layer knows only those below it; layers of one rank do not know each other.
 */
@NullMarked
package org.netchestra.dispatcher.netty;

import org.jspecify.annotations.NullMarked;

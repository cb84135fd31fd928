/**
 * The data plane's pure half: the HTTP/1.1 codec and the rules of RFC 9110 and RFC 9112 that decide what may pass.
 *
 * <p>Nothing here knows Netty, threads or clocks: bytes come in as arrays and buffers, verdicts go out as values.
 */
@NullMarked
package org.netchestra.dispatcher;

import org.jspecify.annotations.NullMarked;

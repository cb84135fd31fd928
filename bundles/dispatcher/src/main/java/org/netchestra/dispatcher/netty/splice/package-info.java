/**
 * Bytes that go from socket to socket within the kernel: the event loop's epoll handler that lets a socket's input be diverted, and the
 * pipes (splice(2)) that it is diverted through. The bottom layer.
 */
@NullMarked
package org.netchestra.dispatcher.netty.splice;

import org.jspecify.annotations.NullMarked;

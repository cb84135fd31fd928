/**
 * Exercises the data plane before clients come: real exchanges over loopback connections between a client and a server within the process,
 * through event loops and a control plane that nobody else sees, so that the JIT compiler has done its work when traffic begins.
 *
 * <p>Client and server are blocking code on plain sockets: nothing that the data plane runs learns of another class than in production.
 */
@NullMarked
package org.netchestra.dispatcher.netty.warmup;

import org.jspecify.annotations.NullMarked;

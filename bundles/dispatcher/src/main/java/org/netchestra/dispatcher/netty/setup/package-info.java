/**
 * What connections are set up with in both directions, as the configuration says: certificates, TLS, PROXY headers; loaded whole and
 * changed while connections stand.
 */
@NullMarked
package org.netchestra.dispatcher.netty.setup;

import org.jspecify.annotations.NullMarked;

/** The PROXY protocol, versions 1 and 2, as bytes: what a proxy in front says of the connection it passes on. Pure. */
@NullMarked
package org.netchestra.dispatcher.proxyprotocol;

import org.jspecify.annotations.NullMarked;

/** What servers are told of a request and of the client it came from. Pure. */
@NullMarked
package org.netchestra.dispatcher.forwarding;

import org.jspecify.annotations.NullMarked;

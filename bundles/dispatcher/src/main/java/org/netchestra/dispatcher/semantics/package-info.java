/** What parsed heads mean (RFC 9110): how long bodies are, where requests want to go, what is asked of connections. Pure. */
@NullMarked
package org.netchestra.dispatcher.semantics;

import org.jspecify.annotations.NullMarked;

/**
 * The little that the real server and the generator share on the wire: transport, body pattern, body writer.
 * Private to this bundle.
 */
@NullMarked
package org.netchestra.workload.netty;

import org.jspecify.annotations.NullMarked;

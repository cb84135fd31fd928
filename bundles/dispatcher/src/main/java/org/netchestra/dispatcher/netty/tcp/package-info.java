/**
 * Bytes that are relayed as they are.
 */
@NullMarked
package org.netchestra.dispatcher.netty.tcp;

import org.jspecify.annotations.NullMarked;

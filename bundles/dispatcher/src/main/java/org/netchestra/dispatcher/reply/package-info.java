/** The replies that the dispatcher gives by itself. Pure. */
@NullMarked
package org.netchestra.dispatcher.reply;

import org.jspecify.annotations.NullMarked;

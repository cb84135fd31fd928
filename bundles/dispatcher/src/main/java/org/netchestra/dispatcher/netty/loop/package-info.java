/**
 * Event loops and what all layers need of them: deadlines, clock, memory, names of servers resolved, ways to connect. A layer above has
 * what is its own on each loop in a {@link org.netchestra.dispatcher.netty.loop.PerLoop}, and is looked after as a
 * {@link org.netchestra.dispatcher.netty.loop.LoopPart}.
 */
@NullMarked
package org.netchestra.dispatcher.netty.loop;

import org.jspecify.annotations.NullMarked;

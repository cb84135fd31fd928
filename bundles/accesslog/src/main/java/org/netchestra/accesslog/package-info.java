/**
 * The access log: a line for every exchange, formatted where the exchange ended and written by one thread.
 *
 * <p>Formats, the rule of rotation and the queue are pure; what an operator reads in a line is in docs/configuration.md.
 */
@NullMarked
package org.netchestra.accesslog;

import org.jspecify.annotations.NullMarked;

/**
 * The demo: clients that know one address, the dispatcher, and three real servers.
 * Starts everything in processes of its own, prints a line a second, and leaves nothing behind.
 * Private to this bundle: the program is the interface.
 */
@NullMarked
package org.netchestra.workload.demo;

import org.jspecify.annotations.NullMarked;

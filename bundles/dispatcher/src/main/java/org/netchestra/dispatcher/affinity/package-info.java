/** Keeps requests that belong together with one server: pure but for the key's file, and safe for all event loops at once. */
@NullMarked
package org.netchestra.dispatcher.affinity;

import org.jspecify.annotations.NullMarked;

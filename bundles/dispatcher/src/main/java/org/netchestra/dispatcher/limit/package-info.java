/** What one source may do: pure, and safe for all event loops at once. */
@NullMarked
package org.netchestra.dispatcher.limit;

import org.jspecify.annotations.NullMarked;

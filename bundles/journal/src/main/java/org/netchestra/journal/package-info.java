/** Keeps a request until its reply is confirmed, decides what may be sent again, and knows transactions. */
@NullMarked
package org.netchestra.journal;

import org.jspecify.annotations.NullMarked;

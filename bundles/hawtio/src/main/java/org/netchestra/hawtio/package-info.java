/** Hawtio's browser application, served as it is by servlets of our own. */
@NullMarked
package org.netchestra.hawtio;

import org.jspecify.annotations.NullMarked;

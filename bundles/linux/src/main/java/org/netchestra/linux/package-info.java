/** System calls that Java has no way to and Netty none of its own, by JNA, behind interfaces that others know (decision record 4). */
@NullMarked
package org.netchestra.linux;

import org.jspecify.annotations.NullMarked;

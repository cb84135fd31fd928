@NullMarked
package org.netchestra.linux.osgi;

import org.jspecify.annotations.NullMarked;

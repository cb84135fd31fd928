/** The journal as a service. */
@NullMarked
package org.netchestra.journal.osgi;

import org.jspecify.annotations.NullMarked;

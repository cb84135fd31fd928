/**
 * Programs that hold the product against definitions and papers: test vectors, what-if on the command line, the papers'
 * experiments. Not a part of the appliance.
 */
@NullMarked
package org.netchestra.experiments;

import org.jspecify.annotations.NullMarked;

/** The command line of the policies without a network: vectors, simulate, paper. */
@NullMarked
package org.netchestra.experiments.cli;

import org.jspecify.annotations.NullMarked;

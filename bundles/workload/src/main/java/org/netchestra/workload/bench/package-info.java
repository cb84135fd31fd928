/**
 * Side-by-side runs of Netchestra and its peers in front of the same servers, in one run.
 * A scenario and a peer are one small file each; figures are only ever compared within a round of the same run.
 * Private to this bundle: the program is the interface.
 */
@NullMarked
package org.netchestra.workload.bench;

import org.jspecify.annotations.NullMarked;

/**
 * The papers' figures by simulation: their workloads and cost models, our policy classes, virtual time.
 *
 * <p>What a run shows is compared with what the paper printed, fact by fact.
 */
@NullMarked
package org.netchestra.experiments.paper;

import org.jspecify.annotations.NullMarked;

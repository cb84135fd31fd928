/** What a pick costs: nanoseconds and bytes, for every policy on the class path. */
@NullMarked
package org.netchestra.benchmarks;

import org.jspecify.annotations.NullMarked;

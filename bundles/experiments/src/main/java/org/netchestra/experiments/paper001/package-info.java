/** Paper 001's experiment and its sequel on the real appliance, with the simulation beside it. */
@NullMarked
package org.netchestra.experiments.paper001;

import org.jspecify.annotations.NullMarked;

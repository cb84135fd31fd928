package org.netchestra.core.control;

import org.netchestra.api.control.PolicyState;

/**
 * A registered policy and what it is allowed to do. Immutable.
 *
 * @param state one of those that a registration can have by itself: neither standby nor missing
 * @param activation which activation made it active; 0 when it was active from the first or is not
 * @param note what was found out about it; may be empty
 */
record PolicyRegistration(NamedPolicy policy, PolicyState state, long activation, String note) {}

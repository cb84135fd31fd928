package org.netchestra.api.cluster;

/** What follows for the dispatcher from the administrative and the operational state together. */
public enum EffectiveState {
    /** Gets new work. */
    UP,
    /** Gets no new work, finishes what it has. */
    DRAINING,
    /** Failed: gets no work. */
    DOWN,
    /** Taken out by the administrator. */
    MAINTENANCE;

    /** Administration goes before health; a server that nothing is known of is used. */
    public static EffectiveState of(AdminState admin, OperationalState operational) {
        return switch (admin) {
            case MAINT -> MAINTENANCE;
            case DRAIN -> operational == OperationalState.DOWN ? DOWN : DRAINING;
            case READY -> operational == OperationalState.DOWN ? DOWN : UP;
        };
    }
}

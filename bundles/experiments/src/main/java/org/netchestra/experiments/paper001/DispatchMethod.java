package org.netchestra.experiments.paper001;

/** The ways of sharing requests among servers that paper 001 compares. */
enum DispatchMethod {
    /** One dispatcher that every request and every reply goes through: the paper's own. */
    DISPATCHER,
    /** Every server sees every request, and they agree on who answers. */
    BROADCAST,
    /** Clients ask a name server, which names the servers in turn, and go there themselves. */
    ROUND_ROBIN_DNS
}

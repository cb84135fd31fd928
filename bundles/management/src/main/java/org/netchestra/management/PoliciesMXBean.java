package org.netchestra.management;

import org.jspecify.annotations.Nullable;

/** The balancing policies. */
@Description("The balancing policies that are installed or in use. Copied at most 100 ms ago.")
public interface PoliciesMXBean {

    @Description(
            "All of them by name: the bundle that brings each, its state, what its vetting found, and who uses it.")
    PolicyRow[] getPolicies();

    @Description("What was recorded of one request, attempt by attempt, whichever virtual servers it went through.")
    DecisionRow[] listDecisionsOf(@Description("The request's id.") String requestId);

    @Description(
            "Lets virtual servers use the newest candidate of a policy, watched for its first seconds. Refused when the"
                    + " conformance kit found something against it.")
    void activate(
            @Description("The policy's name.") String name,
            @Description("Why, for the record.") @Nullable String reason);

    @Description("Takes an activated policy back: what was used before it goes on.")
    void rollBack(
            @Description("The policy's name.") String name,
            @Description("Why, for the record.") @Nullable String reason);
}

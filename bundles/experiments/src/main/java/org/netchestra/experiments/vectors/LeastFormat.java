package org.netchestra.experiments.vectors;

import java.util.stream.Collectors;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;

/** One pick of several policies over the same loads: {@code {dests: [...], lc, wlc, wlc_total, ...}}. */
final class LeastFormat implements Format {

    private final Policies policies;

    LeastFormat(Policies policies) {
        this.policies = policies;
    }

    @Override
    public boolean recognises(Fields vector) {
        return vector.has("dests") && !vector.has("table");
    }

    @Override
    public String name(Fields vector) {
        return vector.objects("dests").stream()
                .map(server -> server.text("name") + server.text("weight") + "(" + server.text("active") + ","
                        + server.text("inactive") + ")")
                .collect(Collectors.joining(" "));
    }

    @Override
    public void run(Fields vector, Verdicts verdicts) {
        ProbePool pool = new ProbePool();
        for (Fields server : vector.objects("dests")) {
            String name = server.text("name");
            pool.add(name, server.integer("weight"));
            pool.server(name).inFlight(server.integer("active")).idleConnections(server.integer("inactive"));
            pool.server(name).saturated(flag(server, false, "overload", "overloaded"));
            pool.up(name, flag(server, true, "available", "up"));
        }
        for (String field : vector.names()) {
            if (field.equals("dests") || field.equals("note")) {
                continue;
            }
            boolean total = field.endsWith("_total");
            String policy = total ? field.substring(0, field.length() - "_total".length()) : field;
            if (!policies.has(policy)) {
                verdicts.unsupported(field);
                continue;
            }
            Picker picker = total
                    ? policies.picker(policy, pool.snapshot(), "overhead", "total")
                    : policies.picker(policy, pool.snapshot());
            verdicts.check(field, vector.raw(field), Policies.name(picker.pick(new ProbeRequest().key("key"))));
        }
    }

    /** Under either name. */
    private static boolean flag(Fields server, boolean unset, String... names) {
        for (String name : names) {
            if (server.has(name)) {
                return Boolean.parseBoolean(server.text(name));
            }
        }
        return unset;
    }
}

package org.netchestra.experiments.vectors;

import java.util.Arrays;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.policies.connections.TwosPicker;

/** Random twos choice with the random numbers given: {@code {weights, active, rnd, pick}}. */
final class TwosFormat implements Format {

    @Override
    public boolean recognises(Fields vector) {
        return vector.has("weights", "rnd", "pick");
    }

    @Override
    public String name(Fields vector) {
        return "twos " + Arrays.toString(vector.integers("weights")) + " rnd "
                + Arrays.toString(vector.integers("rnd"));
    }

    @Override
    public void run(Fields vector, Verdicts verdicts) {
        ProbePool pool = ProbePool.ofWeights(vector.integers("weights"));
        int[] none = new int[pool.size()];
        int[] active = vector.has("active") ? vector.integers("active") : none;
        int[] inactive = vector.has("inactive") ? vector.integers("inactive") : none;
        if (active.length != pool.size() || inactive.length != pool.size()) {
            throw vector.malformed("active", "a number for each weight");
        }
        for (int index = 0; index < pool.size(); index++) {
            pool.server(index).inFlight(active[index]).idleConnections(inactive[index]);
        }
        int[] random = vector.integers("rnd");
        if (random.length != 2) {
            throw vector.malformed("rnd", "two numbers");
        }
        int[] drawn = {0};
        TwosPicker picker = new TwosPicker(pool.snapshot(), bound -> random[drawn[0]++]);
        verdicts.check("pick", vector.raw("pick"), Policies.name(picker.pick(new ProbeRequest())));
    }
}

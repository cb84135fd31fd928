package org.netchestra.policies.rotation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;

/** Runs the words of a vector's script: "2 picks; C overloaded; 3 picks; remove B; add X; weight of A := 1". */
final class PickScript {

    private static final Pattern PICKS = Pattern.compile("(\\d+) picks");
    private static final Pattern STATE = Pattern.compile("(\\w+) (overloaded|back)");
    private static final Pattern REMOVE = Pattern.compile("remove (\\w+).*");
    private static final Pattern ADD_AT_HEAD = Pattern.compile("add (\\w+) \\(at list head.*");
    private static final Pattern WEIGHT = Pattern.compile("weight of (\\w+) := (\\d+).*");

    private final BalancingPolicy policy;
    private final ProbePool pool;
    private final ProbeRequest request = new ProbeRequest();
    private Picker picker;

    PickScript(BalancingPolicy policy, ProbePool pool) {
        this.policy = policy;
        this.pool = pool;
        picker = policy.newPicker(pool.snapshot(), PolicyOptions.none());
    }

    List<String> run(String script) {
        List<String> picked = new ArrayList<>();
        for (String step : script.split("[;:](?!=)")) {
            Matcher picks = PICKS.matcher(step.strip());
            if (picks.matches()) {
                picked.add(picks(Integer.parseInt(picks.group(1))));
            } else {
                change(step.strip());
            }
        }
        return picked;
    }

    String picks(int count) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < count; i++) {
            RealServer server = picker.pick(request);
            names.append(server == null ? "-" : server.name());
        }
        return names.toString();
    }

    private void change(String step) {
        Matcher state = STATE.matcher(step);
        if (state.matches()) {
            saturate(state.group(1), state.group(2).equals("overloaded"));
            return;
        }
        changePool(step);
        Picker next = policy.newPicker(pool.snapshot(), PolicyOptions.none());
        next.adopt(picker);
        picker = next;
    }

    private void saturate(String name, boolean saturated) {
        for (int index = 0; index < pool.size(); index++) {
            if (name.equals("all") || name.equals(pool.server(index).name())) {
                pool.server(index).saturated(saturated);
            }
        }
    }

    private void changePool(String step) {
        Matcher remove = REMOVE.matcher(step);
        Matcher add = ADD_AT_HEAD.matcher(step);
        Matcher weight = WEIGHT.matcher(step);
        if (remove.matches()) {
            pool.remove(remove.group(1));
        } else if (add.matches()) {
            pool.insert(0, add.group(1), 1);
        } else if (weight.matches()) {
            pool.weight(weight.group(1), Integer.parseInt(weight.group(2)));
        } else {
            throw new IllegalArgumentException("step: " + step);
        }
    }
}

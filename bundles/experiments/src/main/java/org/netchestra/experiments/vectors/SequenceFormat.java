package org.netchestra.experiments.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.conformance.ProbeServer;

/**
 * Picks in a row over servers A, B, C, ...: {@code {policy, weights, picks}}, with changes between them told by a
 * {@code script}: "2 picks; C overloaded; 3 picks; remove B; add X; weight of A := 1".
 */
final class SequenceFormat implements Format {

    private static final Pattern PICKS = Pattern.compile("(\\d+) picks?\\b.*");
    private static final Pattern STATE =
            Pattern.compile("(\\w+(?: and \\w+)*) (overloaded|back|down|up|quiesced)\\b.*");
    private static final Pattern REMOVE = Pattern.compile("remove (\\w+).*");
    private static final Pattern ADD = Pattern.compile("add (\\w+)(.*)");
    private static final Pattern WEIGHT = Pattern.compile("weight of (\\w+) := (\\d+).*");

    private static final Pattern WITH_WEIGHT = Pattern.compile("weight (?:of |:?= ?)?(\\d+)");

    private final Policies policies;

    SequenceFormat(Policies policies) {
        this.policies = policies;
    }

    @Override
    public boolean recognises(Fields vector) {
        return vector.has("policy", "weights", "picks");
    }

    @Override
    public String name(Fields vector) {
        return vector.text("policy") + " " + Arrays.toString(vector.integers("weights"));
    }

    @Override
    public void run(Fields vector, Verdicts verdicts) {
        if (!policies.has(vector.text("policy"))) {
            verdicts.unsupported("policy " + vector.text("policy"));
            return;
        }
        String script = vector.textOrNull("script");
        Run run = new Run(vector.text("policy"), ProbePool.ofWeights(vector.integers("weights")));
        if (vector.raw("picks") instanceof List<?> phases) {
            verdicts.check(
                    "picks", phases.stream().map(String::valueOf).toList(), run.script(script == null ? "" : script));
        } else {
            run.staysOpen = script != null && script.contains("stays open");
            String expected = vector.text("picks");
            verdicts.check("picks", expected, run.picks(expected.length()));
        }
    }

    /** A pool that changes under one policy. */
    private final class Run {
        private final String policy;
        private final ProbePool pool;
        private final ProbeRequest request = new ProbeRequest().key("key");
        private Picker picker;
        private boolean staysOpen;

        Run(String policy, ProbePool pool) {
            this.policy = policy;
            this.pool = pool;
            picker = policies.picker(policy, pool.snapshot());
        }

        List<String> script(String script) {
            staysOpen = script.contains("stays open");
            List<String> picked = new ArrayList<>();
            for (String step : script.split(";|:(?!=)|,", -1)) {
                Matcher picks = PICKS.matcher(step.strip());
                if (picks.matches()) {
                    picked.add(picks(Integer.parseInt(picks.group(1))));
                } else if (!step.isBlank() && !step.contains("stays open")) {
                    change(step.strip());
                }
            }
            return picked;
        }

        String picks(int count) {
            StringBuilder names = new StringBuilder();
            for (int pick = 0; pick < count; pick++) {
                RealServer server = picker.pick(request);
                names.append(server == null ? "-" : server.name());
                if (staysOpen && server instanceof ProbeServer busy) {
                    busy.addInFlight(1);
                }
            }
            return names.toString();
        }

        private void change(String step) {
            Matcher state = STATE.matcher(step);
            Matcher remove = REMOVE.matcher(step);
            Matcher add = ADD.matcher(step);
            Matcher weight = WEIGHT.matcher(step);
            if (state.matches()) {
                List.of(state.group(1).split(" and ")).forEach(name -> state(name, state.group(2)));
            } else if (remove.matches()) {
                pool.remove(remove.group(1));
            } else if (add.matches()) {
                boolean atTail = add.group(2).contains("tail") || add.group(2).contains("end");
                Matcher weighted = WITH_WEIGHT.matcher(add.group(2));
                int weightOfNew = weighted.find() ? Integer.parseInt(weighted.group(1)) : 1;
                pool.insert(atTail ? pool.size() : 0, add.group(1), weightOfNew);
            } else if (weight.matches()) {
                pool.weight(weight.group(1), Integer.parseInt(weight.group(2)));
            } else if (!step.startsWith("as the kernel does")) {
                throw new MalformedVectorException("script: " + step + " (expected: a step this command knows)");
            }
            if (!state.matches() || edits(state.group(2))) {
                Picker next = policies.picker(policy, pool.snapshot());
                next.adopt(picker);
                picker = next;
            }
        }

        /** A server that is full or no longer so is found out at the pick; everything else is an edit of the pool. */
        private static boolean edits(String state) {
            return !state.equals("overloaded") && !state.equals("back");
        }

        private void state(String name, String state) {
            for (int index = 0; index < pool.size(); index++) {
                ProbeServer server = pool.server(index);
                if (name.equals("all") || name.equals(server.name())) {
                    switch (state) {
                        case "overloaded" -> server.saturated(true);
                        case "back" -> server.saturated(false);
                        case "quiesced" -> pool.weight(server.name(), 0);
                        default -> pool.up(server.name(), state.equals("up"));
                    }
                }
            }
        }
    }
}

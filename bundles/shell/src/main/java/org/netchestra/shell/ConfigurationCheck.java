package org.netchestra.shell;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.control.PolicyStatus;
import org.netchestra.api.control.VirtualServerStatus;
import org.netchestra.core.config.ConfigurationProblem;
import org.netchestra.core.config.FileCheck;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.Suggestion;
import org.netchestra.core.config.VirtualServerReader;
import org.netchestra.core.config.VirtualServerSpec;

/**
 * What would happen to a virtual server's file in {@code etc/}.
 *
 * @param file the file
 * @param servers how many real servers it names; 0 when it is invalid
 * @param problems what is wrong with it
 */
record ConfigurationCheck(ConfigurationFile file, int servers, List<ConfigurationProblem> problems) {

    /**
     * @param control the running cluster, to see whether the policy and the address are free to use; null leaves that out
     * @param files looks into certificates and other files; null leaves that out
     */
    static ConfigurationCheck of(ConfigurationFile file, @Nullable ClusterControl control, @Nullable FileCheck files) {
        try {
            VirtualServerSpec spec = VirtualServerReader.read(file.virtualServer(), file.values(), file.path());
            List<ConfigurationProblem> problems = new ArrayList<>();
            if (control != null) {
                problems.addAll(conflicts(spec, control));
            }
            if (files != null) {
                problems.addAll(files.problems(spec));
            }
            return new ConfigurationCheck(
                    file, spec.servers().size(), VirtualServerReader.located(problems, file.path()));
        } catch (InvalidConfigurationException invalid) {
            return new ConfigurationCheck(file, 0, invalid.problems());
        }
    }

    private static List<ConfigurationProblem> conflicts(VirtualServerSpec spec, ClusterControl control) {
        List<ConfigurationProblem> problems = new ArrayList<>();
        String policy = spec.policy().name();
        List<String> present = control.policies().stream()
                .filter(PolicyStatus::present)
                .map(PolicyStatus::name)
                .toList();
        if (!present.contains(policy)) {
            String expected =
                    present.isEmpty() ? "a policy, but none is installed" : "one of " + String.join(", ", present);
            problems.add(ConfigurationProblem.of("policy", policy, expected + Suggestion.forWord(policy, present)));
        }
        for (VirtualServerStatus other : control.virtualServers()) {
            if (!other.name().equals(spec.name()) && other.listen().equals(spec.listen())) {
                String expected = "an address of its own; virtual server " + other.name() + " has it";
                problems.add(ConfigurationProblem.of("listen", spec.listen().toString(), expected));
            }
        }
        return problems;
    }
}

package org.netchestra.core.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.InvalidOptionException;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.core.config.ConfigurationProblem;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.PolicySpec;
import org.netchestra.core.config.Suggestion;

/** Makes the picker that follows another. Pure but for the policy it calls. */
final class PolicySwap {

    private PolicySwap() {}

    /**
     * A picker of {@code policy} for {@code pool} that has adopted the memory of {@code old}.
     *
     * @throws InvalidConfigurationException when the policy refuses an option or fails to make a picker
     */
    static ActivePolicy next(NamedPolicy policy, PolicySpec spec, ServerPool pool, @Nullable ActivePolicy old)
            throws InvalidConfigurationException {
        PolicyOptions options = new PolicyOptions(policy.equals(BuiltInRotation.POLICY) ? Map.of() : spec.options());
        try {
            Picker picker = policy.policy().newPicker(pool, options);
            refuseUnread(spec, options);
            if (old != null) {
                picker.adopt(old.picker());
            }
            return new ActivePolicy(policy, picker, old == null ? 1 : old.generation() + 1, null);
        } catch (InvalidOptionException invalid) {
            throw refused(spec, "for option " + invalid.option() + ": " + invalid.expected());
        } catch (RuntimeException | LinkageError failure) {
            // The boundary to a plug-in: whatever it throws, the picker in force goes on.
            throw refused(spec, "a policy that works; " + policy.origin() + " failed: " + failure);
        }
    }

    private static void refuseUnread(PolicySpec spec, PolicyOptions options) throws InvalidConfigurationException {
        Set<String> known = options.known();
        List<ConfigurationProblem> problems = new ArrayList<>();
        for (String unread : options.unread()) {
            String allowed = known.isEmpty() ? "no options" : "options " + String.join(", ", known);
            problems.add(ConfigurationProblem.of(
                    "policy", unread, spec.name() + " has " + allowed + Suggestion.forWord(unread, known)));
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(problems);
        }
    }

    private static InvalidConfigurationException refused(PolicySpec spec, String expected) {
        return new InvalidConfigurationException(List.of(ConfigurationProblem.of("policy", spec.toString(), expected)));
    }
}

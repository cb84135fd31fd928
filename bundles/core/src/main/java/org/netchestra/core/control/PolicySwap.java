package org.netchestra.core.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
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
     * A picker for {@code pool} that has adopted the memory of {@code old}.
     *
     * @param known the policies that can be built upon; one that has left and is still built upon goes on
     * @throws InvalidConfigurationException when the policy refuses an option or fails to make a picker
     */
    static ActivePolicy next(
            PolicyUse use, Map<String, BalancingPolicy> known, ServerPool pool, @Nullable ActivePolicy old)
            throws InvalidConfigurationException {
        PolicySpec spec = use.spec();
        Map<String, BalancingPolicy> others = new HashMap<>(old == null ? Map.of() : old.parts());
        others.putAll(known);
        PolicyOptions options = new PolicyOptions(spec.options(), others);
        try {
            Picker picker = use.policy().policy().newPicker(pool, options);
            refuseUnread(spec, options);
            if (old != null) {
                picker.adopt(old.picker());
            }
            others.keySet().retainAll(options.policies());
            return new ActivePolicy(
                    use, picker, Map.copyOf(others), old == null ? 1 : old.generation() + 1, before(use, old), null);
        } catch (InvalidOptionException invalid) {
            throw refused(spec, "for option " + invalid.option() + ": " + invalid.expected());
        } catch (RuntimeException | LinkageError failure) {
            // The boundary to a plug-in: whatever it throws, the picker in force goes on.
            throw refused(spec, "a policy that works; " + use.policy().origin() + " failed: " + failure);
        }
    }

    /** What to fall back to: what was used until this policy came. */
    private static @Nullable PolicyUse before(PolicyUse use, @Nullable ActivePolicy old) {
        if (old == null || old.policy().equals(BuiltInRotation.POLICY)) {
            return old == null ? null : old.before();
        }
        return old.policy().equals(use.policy()) ? old.before() : old.use();
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

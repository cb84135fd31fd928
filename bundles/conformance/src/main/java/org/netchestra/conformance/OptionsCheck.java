package org.netchestra.conformance;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.InvalidOptionException;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;

/** Options are read while a picker is made, only its own, and bad values are refused in the agreed way. */
final class OptionsCheck implements Check {

    private static final String FOREIGN = "no-policy-has-this-option";
    private static final String RUBBISH = "\u00a7 rubbish";

    @Override
    public String rule() {
        return "it reads its own options while it makes a picker, and refuses bad values by InvalidOptionException";
    }

    @Override
    public @Nullable String breach(Subject subject) {
        ServerPool pool = ProbePool.ofSize(3).snapshot();
        PolicyOptions options = subject.optionsWith(FOREIGN, "1");
        Picker picker = subject.policy().newPicker(pool, options);
        if (!options.unread().contains(FOREIGN)) {
            return "read an option that it cannot know";
        }
        Set<String> known = options.known();
        picker.pick(new ProbeRequest().key("/options"));
        if (!options.known().equals(known)) {
            return "read options after newPicker had returned: " + options.known() + " instead of " + known;
        }
        for (String option : known) {
            String breach = rubbish(subject, pool, option);
            if (breach != null) {
                return breach;
            }
        }
        return null;
    }

    private static @Nullable String rubbish(Subject subject, ServerPool pool, String option) {
        try {
            subject.policy().newPicker(pool, subject.optionsWith(option, RUBBISH));
            return "took " + option + "=" + RUBBISH;
        } catch (InvalidOptionException asAgreed) {
            return null;
        } catch (RuntimeException other) {
            return "refused " + option + "=" + RUBBISH + " by " + CheckRun.describe(other);
        }
    }
}

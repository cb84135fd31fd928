package org.netchestra.core.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used; nothing of it has taken effect. The message has one problem a line. */
public final class InvalidConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int MOST_PRINTED = 10;

    private final transient List<ConfigurationProblem> problems;

    public InvalidConfigurationException(List<ConfigurationProblem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    public List<ConfigurationProblem> problems() {
        return problems;
    }

    private static String message(List<ConfigurationProblem> problems) {
        String shown = problems.stream()
                .limit(MOST_PRINTED)
                .map(ConfigurationProblem::toString)
                .collect(Collectors.joining("\n"));
        int more = problems.size() - MOST_PRINTED;
        return more > 0 ? shown + "\n... and " + more + " more problems" : shown;
    }
}

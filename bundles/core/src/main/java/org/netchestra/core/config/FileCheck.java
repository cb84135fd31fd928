package org.netchestra.core.config;

import java.util.List;

/** Looks into the files that a configuration names, such as certificates. Thread-safe; it blocks. */
public interface FileCheck {

    /**
     * What is wrong with them now, without line numbers.
     *
     * @return nothing when they can be used
     */
    List<ConfigurationProblem> problems(VirtualServerSpec spec);
}

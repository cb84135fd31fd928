package org.netchestra.experiments.paper001;

import java.util.Locale;

/**
 * Something that the paper says or shows about fail-safe and throughput, and what became of it here.
 *
 * @param statement in words
 * @param paper what the paper has
 * @param simulated what the simulation has; empty for nothing
 * @param measured what the real appliance has; empty for nothing
 * @param asked what counts as reproduced
 * @param holds whether it is
 */
record FailsafeClaim(String statement, String paper, String simulated, String measured, String asked, boolean holds) {

    static final String HEAD = "| what | paper | simulated | appliance | asked | |\n|---|---|---|---|---|---|\n";

    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s |%n",
                statement,
                paper,
                simulated.isEmpty() ? "-" : simulated,
                measured.isEmpty() ? "-" : measured,
                asked,
                holds ? "yes" : "**no**");
    }
}

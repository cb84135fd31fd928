package org.netchestra.experiments.paper001;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** An experiment of paper 001 with the real appliance and real servers. */
@FunctionalInterface
public interface Experiment {

    /**
     * What came of it.
     *
     * @param text tables, and what is to be said of them
     * @param held whether every claim holds; never on a machine that was too busy to tell
     */
    record Result(String text, boolean held) {}

    /** Runs for a minute or two, and the time of the appliance's start. */
    Result run() throws IOException, TimeoutException, InterruptedException;
}

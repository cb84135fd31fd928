package org.netchestra.workload.bench;

import java.io.IOException;

/** Something that can put a scenario's load on a port of the loopback address. */
interface LoadTool {
    /** Loads for so many seconds and says what it saw. */
    Measurement run(Scenario scenario, int port, int seconds) throws IOException, InterruptedException;
}

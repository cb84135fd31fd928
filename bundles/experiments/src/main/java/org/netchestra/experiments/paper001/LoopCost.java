package org.netchestra.experiments.paper001;

import org.netchestra.workload.server.Work;

/** What a loop of the real servers costs this machine. */
final class LoopCost {

    private static final long LOOPS = 50_000_000;
    private static final int ROUNDS = 5;

    private LoopCost() {}

    /** The best of some rounds, so that a busy machine does not count as a slow one. */
    static double nanosPerLoop() {
        double best = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            Work.burn(LOOPS);
            best = Math.min(best, (double) (System.nanoTime() - start) / LOOPS);
        }
        return best;
    }
}

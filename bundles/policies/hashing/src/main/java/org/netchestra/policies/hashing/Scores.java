package org.netchestra.policies.hashing;

/**
 * A number for each server while one is picked, for loops without branches that hang on random numbers: which of the scores is
 * the best so far cannot be predicted, and each wrong guess costs as much as several servers' scores. One a thread.
 */
final class Scores {

    private static final int USUAL = 64;
    private static final ThreadLocal<int[]> OF_THREAD = ThreadLocal.withInitial(() -> new int[USUAL]);

    private Scores() {}

    /** At least so many, of any value, until this thread asks again. */
    static int[] atLeast(int count) {
        int[] scores = OF_THREAD.get();
        if (scores.length < count) {
            scores = new int[2 * count];
            OF_THREAD.set(scores);
        }
        return scores;
    }
}

package org.netchestra.experiments.paper;

/**
 * One thing that the paper's tables show, beside what the simulation shows.
 *
 * @param id a short name
 * @param statement in words
 * @param paper what the paper's figures give
 * @param simulated what the simulation gives
 * @param asked what counts as reproduced
 * @param verdict whether it is
 */
record Fact(String id, String statement, String paper, String simulated, String asked, Verdict verdict) {

    /** What came of a fact. */
    enum Verdict {
        REPRODUCED("yes"),
        NOT_REPRODUCED("**no**"),
        /** It went into the model: no result. */
        GIVEN("given"),
        /** Nothing that a simulation could show. */
        NOT_APPLICABLE("-");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        static Verdict of(boolean reproduced) {
            return reproduced ? REPRODUCED : NOT_REPRODUCED;
        }
    }
}

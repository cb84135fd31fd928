package org.netchestra.experiments.vectors;

/** One kind of case, told by the members it has. */
interface Format {

    boolean recognises(Fields vector);

    /** A word for the case in the report. */
    String name(Fields vector);

    /** @throws RuntimeException when the case is malformed; that counts as one failure */
    void run(Fields vector, Verdicts verdicts);
}

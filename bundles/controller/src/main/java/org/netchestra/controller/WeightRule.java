package org.netchestra.controller;

import java.util.List;

/** Moves weights by what the servers showed in a period. May keep a memory; confined to its controller. */
interface WeightRule {

    /**
     * Moves the weights of one period.
     *
     * @param readings one for each server of the table, in its order
     * @param seconds the period's length
     */
    Moves move(WeightTable table, List<Reading> readings, double seconds);

    /** The servers are others now, {@code from[i]} being where server {@code i} was before, or -1. */
    void rearranged(int[] from);
}

package org.netchestra.controller;

import java.util.Arrays;
import org.netchestra.controller.WeightChange.Bound;
import org.netchestra.controller.WeightChange.Rule;

/** Why each weight of a table moved in one period. Not thread-safe. */
final class Moves {

    private final Rule[] rules;
    private final Bound[] bounds;

    Moves(int servers) {
        rules = new Rule[servers];
        bounds = new Bound[servers];
        Arrays.fill(rules, Rule.BALANCE);
        Arrays.fill(bounds, Bound.NONE);
    }

    void because(int index, Rule rule) {
        rules[index] = rule;
    }

    void because(int index, Rule rule, Bound bound) {
        rules[index] = rule;
        bounds[index] = bound;
    }

    Rule rule(int index) {
        return rules[index];
    }

    Bound bound(int index) {
        return bounds[index];
    }
}

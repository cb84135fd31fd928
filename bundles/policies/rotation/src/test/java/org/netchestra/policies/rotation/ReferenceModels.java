package org.netchestra.policies.rotation;

import java.util.Arrays;

/** The definitions, written down as plainly as can be: slow, for one thread, with a fixed list of servers. */
final class ReferenceModels {

    /** Takes the next server of those that are usable; -1 when none is. */
    interface Model {
        int next(boolean[] usable);
    }

    private ReferenceModels() {}

    static Model roundRobin(int[] weights) {
        int[] last = {-1};
        return usable -> {
            for (int k = 1; k <= usable.length; k++) {
                int index = (last[0] + k) % usable.length; // from -1 this is 0, 1, 2 ...
                if (usable[index] && weights[index] > 0) {
                    return last[0] = index;
                }
            }
            return -1;
        };
    }

    static Model smooth(int[] weights) {
        long[] current = new long[weights.length];
        return usable -> {
            int best = -1;
            long total = 0;
            for (int i = 0; i < weights.length; i++) {
                if (usable[i] && weights[i] > 0) {
                    current[i] += weights[i];
                    total += weights[i];
                    if (best < 0 || current[i] > current[best]) {
                        best = i;
                    }
                }
            }
            if (best >= 0) {
                current[best] -= total;
            }
            return best;
        };
    }

    /** Every block dealt in full before the next; a server that is not usable loses the rest of its block. */
    static Model blocks(int[] weights) {
        int smallest = Arrays.stream(weights).filter(w -> w > 0).min().orElse(1);
        long[] ratio = Arrays.stream(weights)
                .mapToLong(w -> Math.round((double) w / smallest))
                .toArray();
        int[] at = {-1};
        long[] left = {0};
        return usable -> {
            int startedAt = at[0];
            long startedWith = left[0];
            for (int tries = 0; tries <= weights.length; tries++) {
                if (at[0] >= 0 && left[0] > 0 && usable[at[0]] && weights[at[0]] > 0) {
                    left[0]--;
                    return at[0];
                }
                at[0] = (at[0] + 1) % Math.max(1, weights.length);
                left[0] = weights.length == 0 ? 0 : ratio[at[0]];
            }
            at[0] = startedAt;
            left[0] = startedWith;
            return -1;
        };
    }

    static Model grid(int[] weights) {
        return new Grid(weights);
    }

    /** The walk over the grid, one field after the other. */
    static final class Grid implements Model {

        private int[] weights;
        private int step;
        private int top;
        private int pass;
        private int position;

        Grid(int[] weights) {
            edit(weights);
        }

        /** What the kernel does on any add, removal or edit of a destination. */
        void edit(int[] newWeights) {
            weights = newWeights;
            step = Math.max(1, Arrays.stream(weights).reduce(0, ReferenceModels::gcd));
            top = Math.max(0, Arrays.stream(weights).max().orElse(0) - (step - 1));
            position = -1;
            if (pass > top || pass == 0) {
                pass = top;
            } else if (step > 1) {
                pass = pass / step * step + 1;
            }
        }

        @Override
        public int next(boolean[] usable) {
            int startPass = pass;
            int startPosition = position;
            for (int passes = top / step + 2; top > 0 && passes > 0; passes--) {
                while (++position < weights.length) {
                    if (usable[position] && weights[position] >= pass) {
                        return position;
                    }
                }
                position = -1;
                pass = pass - step > 0 ? pass - step : top;
            }
            boolean stays = startPass <= step && startPosition >= 0;
            pass = stays ? startPass : top;
            position = stays ? startPosition : -1;
            return -1;
        }
    }

    static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}

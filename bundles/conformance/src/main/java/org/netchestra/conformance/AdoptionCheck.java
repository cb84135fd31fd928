package org.netchestra.conformance;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Picker;

/** A picker that starts after others: strangers, and its like over another pool. */
final class AdoptionCheck implements Check {

    private static final int PICKS = 20;

    @Override
    public String rule() {
        return "a picker adopts any predecessor and leaves it working";
    }

    @Override
    public @Nullable String breach(Subject subject) {
        ProbePool pool = ProbePool.ofWeights(3, 1, 2, 1);
        ServerPool snapshot = pool.snapshot();
        Picker after = subject.picker(snapshot);
        after.adopt(request -> null);
        String breach = picks(subject, after, snapshot, "after a stranger it ");
        for (Change change : Change.values()) {
            if (breach != null) {
                return breach;
            }
            ServerPool earlier = snapshot;
            Picker before = after;
            change.make(pool);
            snapshot = pool.snapshot();
            after = subject.picker(snapshot);
            after.adopt(before);
            breach = picks(subject, after, snapshot, "after its like over a pool with " + change + " it ");
            breach = breach == null ? picks(subject, before, earlier, "once adopted, the predecessor ") : breach;
        }
        return breach;
    }

    private static @Nullable String picks(Subject subject, Picker picker, ServerPool pool, String circumstances) {
        for (int pick = 0; pick < PICKS; pick++) {
            ProbeRequest request = new ProbeRequest().key("/adopt/" + pick % 7).nowNanos(pick);
            String objection = subject.objection(picker.pick(request), pool, request);
            if (objection != null) {
                return circumstances + objection;
            }
        }
        return null;
    }

    private enum Change {
        NOTHING_NEW {
            @Override
            void make(ProbePool pool) {
                // The same members once more: a snapshot for another reason.
            }
        },
        ONE_MORE {
            @Override
            void make(ProbePool pool) {
                pool.insert(0, "new", 2);
            }
        },
        OTHER_WEIGHTS {
            @Override
            void make(ProbePool pool) {
                pool.weight("A", 1);
                pool.weight("B", 0);
            }
        },
        ONE_DOWN {
            @Override
            void make(ProbePool pool) {
                pool.up("C", false);
            }
        },
        TWO_LESS {
            @Override
            void make(ProbePool pool) {
                pool.remove("A");
                pool.remove("D");
            }
        },
        NOBODY_LEFT {
            @Override
            void make(ProbePool pool) {
                while (pool.size() > 0) {
                    pool.remove(pool.server(0).name());
                }
            }
        },
        SOMEBODY_AGAIN {
            @Override
            void make(ProbePool pool) {
                pool.add("E", 1);
            }
        };

        abstract void make(ProbePool pool);
    }
}

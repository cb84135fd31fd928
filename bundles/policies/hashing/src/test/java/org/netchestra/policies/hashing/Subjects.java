package org.netchestra.policies.hashing;

import java.util.List;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.Picker;

/** The pickers under test, with small tables where a table's size does not matter to the property. */
enum Subjects {
    SH(Moves.NO_PROMISE) {
        @Override
        Picker picker(ServerPool pool) {
            return BucketPicker.bySource(pool, true, false);
        }
    },
    MH(Moves.NO_PROMISE) {
        @Override
        Picker picker(ServerPool pool) {
            return new LvsMaglevPicker(pool, 251, true, false);
        }
    },
    MD5(Moves.NO_PROMISE) {
        @Override
        Picker picker(ServerPool pool) {
            return new ModuloPicker(pool, KEYS);
        }
    },
    MIT_CH(Moves.LEAST_FOR_ALL_CHANGES) {
        @Override
        Picker picker(ServerPool pool) {
            return new RingPicker(pool, RingPoints.karger(pool, 4), KEYS);
        }
    },
    RING(Moves.LEAST_FOR_ALL_CHANGES) {
        @Override
        Picker picker(ServerPool pool) {
            return new RingPicker(pool, RingPoints.nginx(pool, 20), RingPoints.nginxKeys(URL));
        }
    },
    MOD_CH(Moves.LEAST_FOR_ALL_CHANGES) {
        @Override
        Picker picker(ServerPool pool) {
            return new BalancedRingPicker(pool, KEYS, 2);
        }
    },
    CARP(Moves.LEAST_FOR_EQUAL_WEIGHTS) {
        @Override
        Picker picker(ServerPool pool) {
            return new CarpPicker(pool, URL);
        }
    },
    HRW(Moves.LEAST_FOR_ALL_CHANGES) {
        @Override
        Picker picker(ServerPool pool) {
            return new RendezvousPicker(pool, URL);
        }
    },
    HRW_MIX(Moves.LEAST_FOR_ALL_CHANGES) {
        @Override
        Picker picker(ServerPool pool) {
            return new MixedRendezvousPicker(pool, URL);
        }
    },
    HT_RR(Moves.LEAST_FOR_ALL_CHANGES) {
        @Override
        Picker picker(ServerPool pool) {
            return new AssignmentPicker(pool, KEYS, 1 << 10, false);
        }
    },
    HT_RR_LOCAL(Moves.LEAST_FOR_ALL_CHANGES) {
        @Override
        Picker picker(ServerPool pool) {
            return new AssignmentPicker(pool, KEYS, 1 << 10, true);
        }
    },
    ANCHOR(Moves.LEAST_FOR_ALL_CHANGES) {
        @Override
        Picker picker(ServerPool pool) {
            return new AnchorPicker(pool, KEYS, 64);
        }
    },
    JUMP(Moves.LEAST_FOR_STATES) {
        @Override
        Picker picker(ServerPool pool) {
            return new JumpPicker(pool, KEYS);
        }
    },
    BOUNDED(Moves.LEAST_FOR_ALL_CHANGES) {
        @Override
        Picker picker(ServerPool pool) {
            return new BoundedRingPicker(pool, RingPoints.karger(pool, 4), KEYS, 1.25);
        }
    };

    /** Which keys a change of the pool may move. */
    enum Moves {
        NO_PROMISE,
        LEAST_FOR_STATES,
        LEAST_FOR_EQUAL_WEIGHTS,
        LEAST_FOR_ALL_CHANGES
    }

    static final KeySource URL = KeySource.of(KeySource.Kind.URL);

    /** One for all: its memory of recent keys is of no interest here. */
    static final KeyHash KEYS = KeyHash.md5(URL);

    private final Moves moves;

    Subjects(Moves moves) {
        this.moves = moves;
    }

    abstract Picker picker(ServerPool pool);

    Moves moves() {
        return moves;
    }

    /** Whether only the keys of a server that goes down or drains move. */
    boolean keepsOthersThroughStates() {
        return moves != Moves.NO_PROMISE;
    }

    /** Whether only the leaver's keys move, and joins move keys to the newcomer only. */
    boolean keepsOthersThroughChanges() {
        return List.of(Moves.LEAST_FOR_ALL_CHANGES, Moves.LEAST_FOR_EQUAL_WEIGHTS)
                .contains(moves);
    }

    Picker after(Picker predecessor, ServerPool pool) {
        Picker picker = picker(pool);
        picker.adopt(predecessor);
        return picker;
    }
}

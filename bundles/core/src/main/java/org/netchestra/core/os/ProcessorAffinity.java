package org.netchestra.core.os;

import java.util.List;

/** On which processors threads may run (sched_setaffinity(2)). Thread-safe. */
public interface ProcessorAffinity {

    /** Where threads run is the kernel's business alone. */
    ProcessorAffinity NONE = new ProcessorAffinity() {
        @Override
        public List<Integer> allowed() {
            return List.of();
        }

        @Override
        public boolean keepTo(List<Integer> processors) {
            return false;
        }
    };

    /** The processors that the calling thread may run on, by their numbers in ascending order; empty when that cannot be told. */
    List<Integer> allowed();

    /**
     * Lets the calling thread, and threads that it starts, run on these processors only.
     *
     * @return whether the kernel does so
     */
    boolean keepTo(List<Integer> processors);
}

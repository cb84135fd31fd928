package org.netchestra.policies.hashing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The memory of {@code ht-rr}: one table for all event loops, or one for each. It outlives pools.
 *
 * @param size slots in each table
 * @param local whether each thread has its own
 * @param ofThisThread the table of the calling thread
 */
record AssignmentTables(int size, boolean local, Supplier<AssignmentTable> ofThisThread) {

    static AssignmentTables shared(int size) {
        AssignmentTable table = new AssignmentTable(size, AssignmentTable.NOBODY);
        return new AssignmentTables(size, false, () -> table);
    }

    /** The threads begin at different servers, so that what is asked for first is not always the first server's. */
    static AssignmentTables local(int size) {
        AtomicInteger threads = new AtomicInteger(AssignmentTable.NOBODY);
        ThreadLocal<AssignmentTable> tables =
                ThreadLocal.withInitial(() -> new AssignmentTable(size, threads.getAndIncrement()));
        return new AssignmentTables(size, true, tables::get);
    }
}

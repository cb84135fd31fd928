package org.netchestra.journal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Something to be done by the thread that writes. */
interface DiskJob {

    /**
     * Appends to a file.
     *
     * @return the file, which is written at the end of the batch; null when there is nothing to write
     */
    @Nullable
    FileAppender run(DiskWriter writer) throws IOException;

    /** Whether somebody waits for it: under {@link Fsync#EVERY} its file is forced to the disk before it is done. */
    boolean urgent();

    /** It is written, and forced to the disk where that was asked for. Must not block. */
    default void done() {}

    /** It could not be done. Must not block. */
    default void failed(IOException failure) {}
}

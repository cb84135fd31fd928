package org.netchestra.journal;

import java.nio.file.Path;

/** One file of the log. Confined to the writing thread. */
final class Segment {

    final FileAppender file;
    final long createdMillis;

    /** What it takes of the log's bytes. */
    long bytes;

    /** Entries in flight that have records here. */
    int live;

    /** When the youngest stored reply in it is no longer wanted; 0 when there is none. */
    long repliesUntilMillis;

    Segment(FileAppender file, long createdMillis) {
        this.file = file;
        this.createdMillis = createdMillis;
    }

    Path path() {
        return file.path();
    }
}

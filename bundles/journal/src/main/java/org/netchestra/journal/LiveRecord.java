package org.netchestra.journal;

import java.util.ArrayList;
import java.util.List;

/** An entry in flight as the log knows it: which segments hold records of it. Confined to the writing thread. */
final class LiveRecord {

    private final long id;
    private final List<Segment> segments = new ArrayList<>(1);

    LiveRecord(long id) {
        this.id = id;
    }

    long id() {
        return id;
    }

    /** A record of it is in this segment. */
    void in(Segment segment) {
        if (!segments.contains(segment)) {
            segments.add(segment);
            segment.live++;
        }
    }

    /** None of its records is in this segment any more. */
    void gone(Segment segment) {
        if (segments.remove(segment)) {
            segment.live--;
        }
    }

    /** Whether any segment has a record of it. */
    boolean isRecorded() {
        return !segments.isEmpty();
    }

    /** It is over. */
    void end() {
        segments.forEach(s -> s.live--);
        segments.clear();
    }
}

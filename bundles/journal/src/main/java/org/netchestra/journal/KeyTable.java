package org.netchestra.journal;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.EarlierOutcome;
import org.netchestra.api.journal.EarlierOutcome.Kind;
import org.netchestra.api.journal.StoredReply;

/**
 * What became of requests with idempotency keys: in progress, or answered, for a bounded time.
 *
 * <p>A key stands for one request (its line and the client's credentials): with another it is a mismatch, so that nobody gets
 * another client's reply by guessing a key. Thread-safe; the lock is held for a look-up.
 */
final class KeyTable {

    private static final int BYTES_PER_KEY = 200;

    private final Map<String, Long> inProgress = new HashMap<>();
    private final LinkedHashMap<String, Answered> answered = new LinkedHashMap<>();
    private final long keepMillis;
    private final long mostBytes;
    private long bytes;

    private record Answered(long fingerprint, @Nullable StoredReply reply, long untilMillis, int size) {}

    /**
     * @param keepMillis how long an answer is kept
     * @param mostBytes bytes of all answers; the oldest give way
     */
    KeyTable(long keepMillis, long mostBytes) {
        this.keepMillis = keepMillis;
        this.mostBytes = mostBytes;
    }

    /** Takes the key for a request, or says what became of an earlier one. */
    synchronized @Nullable EarlierOutcome claim(String key, long fingerprint, long nowMillis) {
        expire(nowMillis);
        Long running = inProgress.get(key);
        if (running != null) {
            return new EarlierOutcome(running == fingerprint ? Kind.IN_PROGRESS : Kind.MISMATCH, null);
        }
        Answered found = answered.get(key);
        if (found == null) {
            inProgress.put(key, fingerprint);
            return null;
        }
        if (found.fingerprint != fingerprint) {
            return new EarlierOutcome(Kind.MISMATCH, null);
        }
        return new EarlierOutcome(found.reply == null ? Kind.UNKNOWN : Kind.STORED, found.reply);
    }

    /**
     * The request of this key was answered.
     *
     * @param reply its reply, or null when it is not kept: then only that it was answered is known
     * @return until when that is remembered
     */
    synchronized long answer(String key, long fingerprint, @Nullable StoredReply reply, long nowMillis) {
        long until = nowMillis + keepMillis;
        put(key, fingerprint, reply, until);
        return until;
    }

    /** An answer read from the log. */
    synchronized void restore(String key, long fingerprint, @Nullable StoredReply reply, long untilMillis) {
        put(key, fingerprint, reply, untilMillis);
    }

    private void put(String key, long fingerprint, @Nullable StoredReply reply, long until) {
        inProgress.remove(key);
        int size = BYTES_PER_KEY + key.length() * 2;
        if (reply != null) {
            size += reply.head().remaining() + reply.body().remaining();
        }
        forget(key);
        answered.put(key, new Answered(fingerprint, reply, until, size));
        bytes += size;
        Iterator<Answered> oldest = answered.values().iterator();
        while (bytes > mostBytes && answered.size() > 1) {
            bytes -= oldest.next().size;
            oldest.remove();
        }
    }

    /** The request of this key ended without an answer: the key is free again. */
    synchronized void free(String key) {
        inProgress.remove(key);
    }

    /** Forgets what is old. */
    synchronized void expire(long nowMillis) {
        Iterator<Answered> oldest = answered.values().iterator();
        while (oldest.hasNext()) {
            Answered next = oldest.next();
            if (next.untilMillis > nowMillis) {
                return;
            }
            bytes -= next.size;
            oldest.remove();
        }
    }

    private void forget(String key) {
        Answered old = answered.remove(key);
        bytes -= old == null ? 0 : old.size;
    }

    synchronized int size() {
        return answered.size();
    }
}

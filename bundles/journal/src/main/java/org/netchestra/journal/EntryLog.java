package org.netchestra.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.EntryOwner;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.ReplyFacts;
import org.netchestra.api.journal.StepState;

/**
 * What the log on disk is told of one exchange, so that a restarted dispatcher knows of it; nothing, where the journal is not durable.
 * Confined to the exchange's event loop, but for what the disk has to say.
 */
final class EntryLog {

    private final Volume volume;
    private final JournalRules rules;
    private final long id;
    private final Entry.Facts facts;
    private final EntryOwner owner;
    private final @Nullable Membership member;
    private volatile @Nullable LiveRecord logged;
    private volatile boolean durable;

    /** @param logged what the log has of it already, or null */
    EntryLog(
            Volume volume,
            JournalRules rules,
            long id,
            Entry.Facts facts,
            EntryOwner owner,
            @Nullable Membership member,
            @Nullable LiveRecord logged) {
        this.volume = volume;
        this.rules = rules;
        this.id = id;
        this.facts = facts;
        this.owner = owner;
        this.member = member;
        this.logged = logged;
        durable = rules.durable();
    }

    /** A piece of the body came; what goes to a file of its own is not in the log. */
    void body(KeptRequest request, long offset, ByteBuffer chunk) {
        LiveRecord known = logged;
        if (known != null && durable && request.file() == null && request.kept()) {
            volume.log().append(known, LogRecords.body(id, offset, chunk), 0, null);
        }
    }

    /**
     * Marks the request as whole, in the log or at the end of its file.
     *
     * @return whether its owner will hear that this is stored
     */
    boolean whole(KeptRequest request) {
        LiveRecord known = logged;
        boolean waits = known != null && durable && request.kept();
        request.whole(waits && request.file() != null ? owner::onStored : null);
        if (known != null && waits && request.file() == null) {
            volume.log().append(known, LogRecords.whole(id, request.length()), 0, this::stored);
        }
        return waits;
    }

    /**
     * A server is about to get the request's first byte.
     *
     * @return whether the owner will hear that this is stored
     */
    boolean sending(KeptRequest request, int attempt, String server) {
        if (!durable || !request.kept()) {
            return false;
        }
        ByteBuffer assigned = LogRecords.assigned(id, attempt, server);
        noteTransaction();
        LiveRecord known = logged;
        if (known != null) {
            volume.log().append(known, assigned, 0, this::stored);
        } else {
            open(request, assigned);
        }
        return true;
    }

    private void open(KeptRequest request, ByteBuffer assigned) {
        LiveRecord fresh = new LiveRecord(id);
        logged = fresh;
        List<ByteBuffer> frames = new ArrayList<>(4);
        frames.add(LogRecords.open(id, openRecord(request)));
        if (request.inMemory().hasRemaining()) {
            frames.add(LogRecords.body(id, 0, request.inMemory()));
        }
        if (request.isWhole() && request.file() == null) {
            frames.add(LogRecords.whole(id, request.length()));
        }
        frames.add(assigned);
        volume.log().open(fresh, frames.toArray(new ByteBuffer[0]), this::stored);
    }

    private LogRecords.Open openRecord(KeptRequest request) {
        return new LogRecords.Open(
                volume.nowMillis(),
                volume.name(),
                rules.failSafe(),
                facts.method(),
                facts.declared(),
                facts.key(),
                facts.fingerprint(),
                member == null ? "" : member.id(),
                member == null ? 0 : member.step(),
                ByteBuffer.wrap(request.head()));
    }

    /** Keeps what is known of the transaction that the request is a step of. */
    void noteTransaction() {
        if (member != null && durable) {
            volume.log().note(LogRecords.transaction(member.transaction().bound()));
        }
    }

    /**
     * The client is about to get the reply's first byte.
     *
     * @param untilMillis how long the reply is kept for clients that repeat their key; 0 for not at all
     * @return whether the owner will hear that this is stored
     */
    boolean delivering(ReplyFacts given, long untilMillis) {
        LiveRecord known = logged;
        if (known == null || !durable) {
            return false;
        }
        String key = facts.key() == null ? "" : facts.key();
        ByteBuffer frame = LogRecords.delivering(
                id,
                new LogRecords.Delivering(
                        volume.name(),
                        key,
                        facts.fingerprint(),
                        untilMillis,
                        given.status(),
                        untilMillis > 0 ? given.stored() : null));
        volume.log().append(known, frame, untilMillis, this::stored);
        return true;
    }

    /** The exchange goes on in any case; when the disk failed it is no longer durable, and that is counted. */
    private void stored(boolean success) {
        if (!success && durable) {
            durable = false;
            volume.gaveUp(GiveUp.DISK_ERROR);
        }
        owner.onStored();
    }

    void end(StepState outcome) {
        LiveRecord known = logged;
        if (known != null) {
            volume.log().end(known, LogRecords.end(id, outcome));
        }
    }

    /** The journal closes; a successor must not take this exchange for one that died. */
    void leave() {
        durable = false;
        end(StepState.ABANDONED);
    }
}

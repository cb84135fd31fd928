package org.netchestra.dispatcher.netty.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.EarlierOutcome;
import org.netchestra.api.journal.ExchangeJournal;
import org.netchestra.api.journal.FailureCause;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.api.journal.JournalRequest;
import org.netchestra.api.journal.MethodClass;
import org.netchestra.api.journal.ReplyFacts;
import org.netchestra.api.journal.RequestReader;
import org.netchestra.api.journal.StepState;
import org.netchestra.api.journal.StoredReply;
import org.netchestra.api.journal.Verdict;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.netty.upstream.GatheredBody;

/**
 * Keeps a request until its reply is confirmed, and knows how far each attempt came.
 *
 * <p>A request that the exchange itself holds whole needs no journal until an attempt fails: its entry is opened then and told
 * what has happened. So the fast path costs a few field writes. Reused with its exchange; confined to its event loop.
 */
final class Safekeeping implements JournalRequest {

    private final Exchange exchange;
    private final Forwarding forwarding;
    private final GatheredBody gathered;
    private final EntryLines lines;
    private final AttemptProgress progress = new AttemptProgress();

    private @Nullable ExchangeJournal journal;
    private @Nullable JournalEntry entry;
    private @Nullable EntryLine line;
    private boolean lost;
    private boolean keyed;
    private boolean durable;
    private int unstored;
    private boolean inJournal;
    private boolean writable;
    private long openedNanos;

    /** Makes lines from the journal to an exchange. */
    interface EntryLines {
        EntryLine open();
    }

    Safekeeping(Exchange exchange, Forwarding forwarding, GatheredBody gathered, EntryLines lines) {
        this.exchange = exchange;
        this.forwarding = forwarding;
        this.gathered = gathered;
        this.lines = lines;
    }

    /** A request is coming. */
    void begin() {
        journal = null;
        entry = null;
        line = null;
        progress.begin();
        lost = false;
        keyed = false;
        durable = false;
        unstored = 0;
        inJournal = false;
        writable = true;
    }

    /**
     * The request's head is whole.
     *
     * @param keeper null when nothing is kept
     * @return what became of an earlier request with the same idempotency key, or null
     */
    @Nullable
    EarlierOutcome headComplete(@Nullable ExchangeJournal keeper, long nowNanos) {
        journal = keeper;
        openedNanos = nowNanos;
        if (keeper == null) {
            return null;
        }
        keyed = exchange.requestHead().hasIdempotencyKey();
        durable = exchange.snapshot().spec().failSafe().rules().durable() && methodClass() != MethodClass.SAFE;
        boolean stepping = exchange.snapshot().spec().failSafe().rules().transactions() != null;
        if (!keyed && !durable && !stepping) {
            return null;
        }
        JournalEntry opened = open(keeper);
        if (stepping) {
            forwarding.transaction().opened(opened.transaction());
        }
        return opened.earlier();
    }

    /** Attempts so far, as the journal counts them. */
    int attempts() {
        return entry == null ? 1 : entry.attempts();
    }

    /** Whether there is a journal behind this. */
    boolean isKeeping() {
        return journal != null;
    }

    /** Takes over an entry that the journal kept through a restart. */
    void resume(ExchangeJournal keeper, JournalEntry kept, EntryLine owner, long nowNanos) {
        journal = keeper;
        openedNanos = nowNanos;
        entry = kept;
        line = owner;
        keyed = exchange.requestHead().hasIdempotencyKey();
        durable = true;
        inJournal = true;
        progress.resume();
        forwarding.transaction().opened(kept.transaction());
    }

    /** Whether the request, how far it came and that its reply goes out are on disk before anything else happens. */
    boolean isDurable() {
        return durable;
    }

    /** Takes note that something was stored; whether nothing is waited for any more. */
    boolean stored() {
        if (unstored > 0) {
            unstored--;
        }
        return unstored == 0;
    }

    /** Waits for {@link #stored} when the journal says so. */
    private boolean isStored(boolean already) {
        if (!already && durable) {
            unstored++;
            return false;
        }
        return true;
    }

    boolean isOn(EntryLine caller) {
        return line == caller;
    }

    // The request.

    /** Takes note of a piece of the body that is {@linkplain GatheredBody gathered} too. */
    void gathering(ByteBuf data) {
        if (entry != null) {
            append(entry, data);
        }
    }

    /**
     * Keeps a piece of the body that passes, unless that is {@linkplain #isPointless pointless}. When it is more than is gathered, the
     * journal has the body from here on.
     */
    void passing(ByteBuf data, boolean mayBeDisowned) {
        if (entry == null && isPointless(mayBeDisowned)) {
            letGo();
        } else if (entry != null || !gathered.keep(data)) {
            journal(data);
        }
    }

    /** Keeps a piece of the body in the journal, and what comes behind it. */
    void journal(ByteBuf data) {
        append(entry(requireNonNull(journal, "journal")), data);
        inJournal = true;
        gathered.release();
    }

    /**
     * Whether nobody can ask any more for what comes of the body from here on: nobody keeps it, what has come is not kept, or a server
     * has got some of what must not be sent twice.
     *
     * @param mayBeDisowned whether this server may yet say that it did not look at it
     */
    boolean isPointless(boolean mayBeDisowned) {
        if (entry != null) {
            return !durable && !entry.kept();
        }
        ExchangeJournal keeper = journal;
        return lost || keeper == null || progress.isDelivering() || !(mayBeDisowned || keeper.mayRepeat(this));
    }

    /** Keeps nothing of the body any more. */
    void letGo() {
        lost = true;
        gathered.release();
    }

    private void append(JournalEntry to, ByteBuf data) {
        for (ByteBuffer piece : data.nioBuffers()) {
            writable &= to.append(piece);
        }
    }

    /**
     * The request is whole.
     *
     * @return false: its end must not be sent before it is {@linkplain #stored() stored}
     */
    boolean whole() {
        return entry == null || isStored(entry.whole());
    }

    /** Whether the journal takes more of the body now. */
    boolean isWritable() {
        return writable;
    }

    void becameWritable() {
        writable = true;
    }

    /** Whether the request as far as it came can be sent again. */
    boolean isKept() {
        JournalEntry kept = entry;
        return !lost && (!inJournal || (kept != null && kept.kept()));
    }

    /** Whether the body is in the journal and no longer gathered. */
    boolean isInJournal() {
        return inJournal;
    }

    RequestReader reader() {
        return requireNonNull(entry, "journal entry").reader();
    }

    // The attempts.

    void assigned(String to) {
        progress.assigned(to);
        if (entry != null) {
            entry.assigned(to);
        }
    }

    /**
     * The first byte is about to be written to the server.
     *
     * @return false: nothing must be written before that is {@linkplain #stored() stored}
     */
    boolean sending() {
        return !progress.sending() || entry == null || isStored(entry.sending());
    }

    /** Whether any server may have got a byte of the request. */
    boolean wasSent() {
        return progress.wasSent();
    }

    void sentAll() {
        progress.sentAll();
        if (entry != null) {
            entry.sentAll();
        }
    }

    /** Whether the current server may have executed a request that changes something. */
    boolean isMaybeApplied() {
        return progress.isSent() && methodClass() != MethodClass.SAFE;
    }

    void replyBegan() {
        progress.replyBegan();
        if (entry != null) {
            entry.replyBegan();
        }
    }

    /**
     * The first byte is about to go to the client.
     *
     * @param whole the reply's body if it is here whole, or null
     * @return false: nothing must go out before that is {@linkplain #stored() stored}
     */
    boolean delivering(MessageHead reply, @Nullable HeldReply whole) {
        progress.delivering();
        if (entry == null) {
            return true;
        }
        StoredReply stored = keyed && whole != null ? StoredReplies.of(reply, whole) : null;
        return isStored(entry.delivering(
                new ReplyFacts(reply.status(), forwarding.transaction().setCookies(reply), stored)));
    }

    /** Whether the client will be given this reply again if it asks again. */
    boolean isKeyed() {
        return keyed;
    }

    /** The reply was to be confirmed as a whole, and is too large for that. */
    void unconfirmed() {
        if (journal != null) {
            journal.unconfirmed();
        }
    }

    /** What follows from a failed attempt. */
    Verdict failed(FailureCause cause, boolean otherServer, long nowNanos) {
        Verdict verdict = journal == null
                ? Unkept.verdict(exchange, progress.reached(), cause, otherServer)
                : entry(journal).failed(cause, otherServer, nowNanos);
        progress.failed();
        return verdict;
    }

    /** The client has got a part of the reply, and gets no more. */
    void torn(FailureCause cause, long nowNanos) {
        if (entry != null) {
            entry.failed(cause, false, nowNanos);
        }
    }

    /** Whether {@link #failed} would say that the request is sent again. */
    boolean wouldReplay(FailureCause cause, boolean otherServer, long nowNanos) {
        if (!otherServer || journal == null || !isKept()) {
            return false;
        }
        return entry(journal).foresee(cause, true, nowNanos).replays();
    }

    /** The exchange is over. */
    void end(boolean delivered, long nowNanos) {
        JournalEntry open = entry;
        if (open != null && delivered && open.state() == StepState.DELIVERING) {
            open.confirmed(nowNanos);
        } else if (open != null) {
            open.abandoned(nowNanos);
        } else if (journal != null) {
            journal.passed(nowNanos);
        }
        journal = null;
        entry = null;
        line = null;
    }

    private JournalEntry entry(ExchangeJournal keeper) {
        JournalEntry known = entry;
        return known == null ? open(keeper) : known;
    }

    /** Opens the entry and tells it what has happened so far. */
    private JournalEntry open(ExchangeJournal keeper) {
        EntryLine fresh = lines.open();
        line = fresh;
        JournalEntry opened = keeper.open(this, fresh, openedNanos);
        entry = opened;
        gathered.forEach(piece -> append(opened, piece));
        if (exchange.isRequestComplete()) {
            opened.whole();
        }
        progress.tell(opened, forwarding.reply().status());
        return opened;
    }

    // What the journal asks.

    @Override
    public ByteBuffer head() {
        return durable ? RecoverableHead.of(exchange) : RecoverableHead.bare(exchange.requestHead());
    }

    @Override
    public MethodClass methodClass() {
        return MethodClass.of(exchange.requestHead().method());
    }

    @Override
    public String target() {
        return exchange.requestHead().target();
    }

    @Override
    public @Nullable String header(String name) {
        return exchange.requestHead().joinedValue(name, "; ");
    }
}

package org.netchestra.dispatcher.netty.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.exchange.Termination;
import org.netchestra.api.journal.EarlierOutcome;
import org.netchestra.api.journal.ExchangeJournal;
import org.netchestra.api.journal.StoredReply;
import org.netchestra.core.config.FailSafeSpec;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.netty.splice.Splice;
import org.netchestra.dispatcher.netty.splice.SplicedBody;
import org.netchestra.dispatcher.netty.upstream.GatheredBody;
import org.netchestra.dispatcher.semantics.ReplySemantics;

/**
 * The way of a reply to the client: as it comes, or held until it is whole, until the journal has stored that it goes out, or until it
 * is known that no server does better. Reused with its exchange; confined to its event loop.
 */
final class Delivery {

    private static final MessageHead NO_TRAILER = new MessageHead();

    private final Exchange exchange;
    private final Forwarding forwarding;
    private final FailOver failOver;
    private final Safekeeping safekeeping;
    private final ExchangeTransaction transaction;
    private final ExchangeAffinity affinity;
    private final GatheredBody gathered;
    private final HeldReply held = new HeldReply();

    private MessageHead reply = new MessageHead();
    private ReplySemantics replySemantics = new ReplySemantics();
    private @Nullable MessageHead heldTrailer;
    private boolean continued;

    Delivery(
            Exchange exchange,
            Forwarding forwarding,
            FailOver failOver,
            Safekeeping safekeeping,
            ExchangeTransaction transaction,
            ExchangeAffinity affinity,
            GatheredBody gathered) {
        this.exchange = exchange;
        this.forwarding = forwarding;
        this.failOver = failOver;
        this.safekeeping = safekeeping;
        this.transaction = transaction;
        this.affinity = affinity;
        this.gathered = gathered;
    }

    /** A request is coming. */
    void begin() {
        continued = false;
    }

    MessageHead reply() {
        return reply;
    }

    ReplySemantics replySemantics() {
        return replySemantics;
    }

    /** Whether the server has asked for the body that the client holds back. */
    boolean isContinued() {
        return continued;
    }

    /**
     * The request's head is whole. Answers it, if an earlier one with its idempotency key tells how.
     *
     * @param journal null when nothing is kept
     */
    boolean answeredBefore(@Nullable ExchangeJournal journal, long now) {
        EarlierOutcome earlier = safekeeping.headComplete(journal, now);
        if (earlier == null) {
            return false;
        }
        StoredReply stored = earlier.reply();
        switch (earlier.kind()) {
            case IN_PROGRESS -> exchange.refuse(Refusal.KEY_IN_PROGRESS);
            case MISMATCH -> exchange.refuse(Refusal.KEY_MISMATCH);
            case UNKNOWN -> exchange.refuse(Refusal.OUTCOME_UNKNOWN);
            case STORED -> {
                if (stored == null
                        || !StoredReplies.read(
                                stored,
                                reply,
                                replySemantics,
                                exchange.request().isHead())) {
                    exchange.refuse(Refusal.OUTCOME_UNKNOWN);
                } else {
                    held.add(Unpooled.wrappedBuffer(stored.body()));
                    answer(reply, replySemantics, held);
                }
            }
        }
        return true;
    }

    /** An interim reply has come. */
    void informational() {
        exchange.deadline().progressed();
        boolean isContinue = reply.status() == 100;
        boolean known = isContinue && (continued || !exchange.request().expectsContinue());
        continued |= isContinue;
        if (!known) {
            exchange.downstream().informational(reply);
        }
    }

    /** The head of the final reply has come. */
    void head() {
        if (failOver.isFailure(reply.status())) {
            hold(HeldReply.Purpose.LAST_ANSWER);
        } else if (replySemantics.isBodiless() || !confirmsWhole()) {
            deliver(null);
        } else if (replySemantics.contentLength() > confirmMaxBytes()) {
            streamUnconfirmed();
            deliver(null);
        } else {
            hold(HeldReply.Purpose.CONFIRM);
        }
    }

    private void hold(HeldReply.Purpose purpose) {
        held.begin(purpose);
        exchange.enter(ExchangeState.HOLDING);
        exchange.deadline().progressed();
    }

    /** Whether the reply should be held until it is whole: if that is wanted, and it is none that is meant to be read as it comes. */
    private boolean confirmsWhole() {
        if (!safekeeping.isKeeping()) {
            return false;
        }
        boolean wanted = safekeeping.isKeyed()
                || switch (exchange.snapshot().spec().failSafe().confirm()) {
                    case HEAD -> false;
                    case SMALL -> isSmall();
                    case WHOLE -> true;
                };
        return wanted && !reply.isEventStream() && !reply.isGrpc();
    }

    private boolean isSmall() {
        long length = replySemantics.contentLength();
        return length >= 0 && length <= Math.min(FailSafeSpec.SMALL_BYTES, confirmMaxBytes());
    }

    /**
     * Passes the reply's head on, as soon as it is stored that it goes out.
     *
     * @param whole the body if it is here whole, or null
     * @return whether it is out
     */
    private boolean deliver(@Nullable HeldReply whole) {
        if (safekeeping.delivering(reply, whole)) {
            deliverHead();
            return true;
        }
        hold(HeldReply.Purpose.STORE);
        return false;
    }

    private void deliverHead() {
        exchange.enter(ExchangeState.REPLYING);
        gathered.release();
        exchange.log().replied(reply.status());
        exchange.deadline().progressed();
        transaction.replied(reply);
        if (failOver.isAtLeastOnce()) {
            reply.set("Netchestra-Replay", "at-least-once");
        }
        affinity.replied(reply);
        exchange.downstream().replyHead(reply, replySemantics);
    }

    /** Takes over a piece of the reply's body. */
    void data(ByteBuf data) {
        exchange.deadline().progressed();
        if (exchange.state() == ExchangeState.HOLDING) {
            held.add(data);
            if (held.bytes() > confirmMaxBytes()) {
                heldTooMuch();
            }
        } else {
            exchange.downstream().replyData(data);
        }
        boolean waits = held.purpose() == HeldReply.Purpose.STORE && held.bytes() > 0;
        if (waits || !exchange.downstream().isWritable()) {
            forwarding.readReply(false);
        }
    }

    /** Lets the body pass unread; null when it must be held, or somebody has to see it. */
    @Nullable
    Splice splice(SocketChannel server, SplicedBody body) {
        boolean passes = exchange.state() == ExchangeState.REPLYING
                && exchange.snapshot().spec().connection().splice();
        return passes ? exchange.downstream().spliceReply(server, body) : null;
    }

    /** From here on it streams, and says so. */
    private void heldTooMuch() {
        if (held.purpose() == HeldReply.Purpose.CONFIRM) {
            streamUnconfirmed();
        }
        if (held.purpose() != HeldReply.Purpose.STORE) {
            letGo(null);
        }
    }

    private void streamUnconfirmed() {
        safekeeping.unconfirmed();
        reply.set("Netchestra-Confirm", "head");
    }

    private int confirmMaxBytes() {
        return exchange.snapshot().spec().failSafe().confirmMaxBytes();
    }

    /** Passes on what was held; false when that must wait until it is stored. */
    private boolean letGo(@Nullable HeldReply whole) {
        if (!deliver(whole)) {
            return false;
        }
        held.passTo(exchange.downstream());
        return true;
    }

    /** It is stored that the reply goes out: if that was waited for, it does. */
    void stored() {
        if (held.purpose() != HeldReply.Purpose.STORE) {
            return;
        }
        MessageHead trailer = heldTrailer;
        deliverHead();
        held.passTo(exchange.downstream());
        if (trailer != null) {
            heldTrailer = null;
            exchange.downstream().replyEnd(trailer);
            exchange.end(Termination.COMPLETE);
        } else {
            exchange.downstream().flush();
            forwarding.readReply(true);
        }
    }

    /** The reply is whole. */
    void end(MessageHead trailer) {
        if (exchange.state() == ExchangeState.HOLDING) {
            if (held.purpose() == HeldReply.Purpose.LAST_ANSWER) {
                failedByAnswer();
                return;
            }
            if (held.purpose() == HeldReply.Purpose.STORE || !letGo(held)) {
                heldTrailer = trailer;
                return;
            }
        }
        exchange.downstream().replyEnd(trailer);
        exchange.end(Termination.COMPLETE);
    }

    private void failedByAnswer() {
        forwarding.releaseAnswered();
        MessageHead head = reply;
        ReplySemantics semantics = replySemantics;
        reply = new MessageHead();
        replySemantics = new ReplySemantics();
        failOver.failedByAnswer(head, semantics, held);
    }

    /** Answers with what a server said before. */
    void answer(MessageHead head, ReplySemantics semantics, HeldReply body) {
        reply = head;
        replySemantics = semantics;
        deliverHead();
        body.passTo(exchange.downstream());
        exchange.downstream().replyEnd(NO_TRAILER);
        exchange.end(Termination.COMPLETE);
    }

    /** The server has switched protocols. */
    void openTunnel() {
        exchange.enter(ExchangeState.TUNNEL);
        var unused = safekeeping.delivering(reply, null);
        gathered.release();
        exchange.log().replied(101);
        exchange.deadline().progressed();
        exchange.downstream().openTunnel(reply);
    }

    /** Whether a whole reply is held. */
    boolean isWhole() {
        return heldTrailer != null;
    }

    /** Forgets what is held. */
    void drop() {
        held.clear();
        heldTrailer = null;
    }

    /** The exchange is over. */
    void trim() {
        reply.trim();
    }
}

package org.netchestra.dispatcher.netty.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.FailureCause;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.splice.Splice;
import org.netchestra.dispatcher.netty.splice.SplicedBody;
import org.netchestra.dispatcher.netty.upstream.BodyFeed;
import org.netchestra.dispatcher.netty.upstream.GatheredBody;
import org.netchestra.dispatcher.netty.upstream.UpstreamStream;

/**
 * The way of a request's body: gathered, kept, and passed on to the server as far as that takes it. Reused with its exchange; confined
 * to its event loop.
 */
final class RequestBody implements BodyFeed.Owner {

    private final Worker worker;
    private final Exchange exchange;
    private final Forwarding forwarding;
    private final Safekeeping safekeeping;
    private final GatheredBody gathered;

    private @Nullable UpstreamStream upstream;
    private @Nullable BodyFeed feed;
    private @Nullable ByteBuf heldBack;

    RequestBody(
            Worker worker, Exchange exchange, Forwarding forwarding, Safekeeping safekeeping, GatheredBody gathered) {
        this.worker = worker;
        this.exchange = exchange;
        this.forwarding = forwarding;
        this.safekeeping = safekeeping;
        this.gathered = gathered;
    }

    /** Takes over a piece that the client has sent. */
    void take(ByteBuf data) {
        switch (exchange.state()) {
            case GATHERING -> gatherEnough(data);
            case QUEUED, LINED_UP, STRANDED, STORING, REBUILDING, CONNECTING -> gather(data);
            case WAITING, HOLDING, REPLYING, TUNNEL -> passOn(data);
            case HEAD, ENDED -> data.release();
        }
    }

    private void gatherEnough(ByteBuf data) {
        exchange.deadline().await(exchange.timeouts().data(), worker.nowNanos());
        if (gather(data)) {
            forwarding.failOver().assign();
        }
    }

    /** Takes over a piece of the body while no server takes it; whether there is enough to bother one. */
    private boolean gather(ByteBuf data) {
        if (safekeeping.isInJournal()) {
            safekeeping.journal(data);
            data.release();
            return true;
        }
        safekeeping.gathering(data);
        gathered.add(data, exchange.request().contentLength());
        return gathered.isFull();
    }

    private void passOn(ByteBuf data) {
        exchange.deadline().progressed();
        if (exchange.state() == ExchangeState.TUNNEL) {
            stream().requestData(data);
        } else {
            passOnKept(data);
        }
        updateReading();
    }

    private void passOnKept(ByteBuf data) {
        safekeeping.passing(data, stream().mayBeDisowned());
        if (feed != null) {
            // It comes from the journal, behind what came before it.
            data.release();
        } else if (safekeeping.isDurable()) {
            // The last piece waits until the request is stored as whole: so a server cannot act on what nobody knows
            // of.
            passOnHeldBack();
            heldBack = data;
        } else {
            stream().requestData(data);
        }
    }

    /** Lets the body pass unread; null when it must be kept, or somebody has to see it. */
    @Nullable
    Splice splice(SocketChannel client, SplicedBody body) {
        UpstreamStream stream = upstream;
        if (stream == null || !mayPassUnread() || !safekeeping.isPointless(stream.mayBeDisowned())) {
            return null;
        }
        Splice way = stream.spliceRequest(client, body);
        if (way != null) {
            safekeeping.letGo();
        }
        return way;
    }

    private boolean mayPassUnread() {
        return feed == null
                && exchange.state() != ExchangeState.TUNNEL
                && exchange.snapshot().spec().connection().splice();
    }

    private void passOnHeldBack() {
        ByteBuf piece = heldBack;
        heldBack = null;
        if (piece != null) {
            stream().requestData(piece);
        }
    }

    /** The request is whole. */
    void end(MessageHead trailer) {
        if (safekeeping.whole() && feed == null && upstream != null) {
            endRequest(upstream, trailer);
        }
    }

    private void endRequest(UpstreamStream stream, MessageHead trailer) {
        passOnHeldBack();
        stream.requestEnd(trailer);
        safekeeping.sentAll();
    }

    /** Passes on to a server what has come. */
    void passTo(UpstreamStream stream) {
        upstream = stream;
        if (safekeeping.isInJournal()) {
            BodyFeed replay = new BodyFeed(worker, this, stream, safekeeping.reader());
            feed = replay;
            replay.pull();
        } else {
            gathered.passTo(stream);
            MessageHead trailer = exchange.requestTrailer();
            if (trailer != null) {
                endRequest(stream, trailer);
            }
        }
    }

    /** The whole request is stored: its end may go. */
    void stored() {
        MessageHead trailer = exchange.requestTrailer();
        if (trailer != null && feed == null && upstream != null) {
            endRequest(upstream, trailer);
            upstream.flush();
        }
    }

    /** A piece of the kept body goes to the server. */
    @Override
    public void feeding() {
        exchange.deadline().progressed();
    }

    /** The kept body is sent. */
    @Override
    public void fed() {
        feed = null;
        MessageHead trailer = exchange.requestTrailer();
        if (trailer != null && upstream != null) {
            endRequest(upstream, trailer);
            exchange.deadline().progressed();
            upstream.flush();
        }
    }

    /** The kept body cannot be read. */
    @Override
    public void bodyLost() {
        feed = null;
        forwarding.failOver().fail(FailureCause.RESET, Refusal.NO_REPLY);
    }

    /** Whether all that has come was passed on, and the server takes more. */
    boolean isTaken() {
        return feed == null && stream().isWritable();
    }

    /** Whether the body comes from the journal. */
    boolean isFed() {
        return feed != null;
    }

    /** The server takes more. */
    void writable() {
        if (feed != null) {
            feed.pull();
        }
        updateReading();
    }

    /** The journal takes more of the body again. */
    void journalWritable() {
        safekeeping.becameWritable();
        updateReading();
    }

    /** Lets the client send while there is somewhere to put it. */
    void updateReading() {
        UpstreamStream stream = upstream;
        if (stream != null && !exchange.isRequestComplete()) {
            boolean tunnel = exchange.state() == ExchangeState.TUNNEL;
            boolean taken = feed != null || stream.isWritable();
            exchange.hold(!taken || (!tunnel && !safekeeping.isWritable()));
        } else if (stream != null && exchange.state() == ExchangeState.TUNNEL) {
            exchange.hold(!stream.isWritable());
        }
    }

    /** Parts from the server; what is kept stays. */
    void part() {
        upstream = null;
        if (feed != null) {
            feed.close();
            feed = null;
        }
        if (heldBack != null) {
            heldBack.release();
            heldBack = null;
        }
    }

    private UpstreamStream stream() {
        return requireNonNull(upstream, "upstream");
    }
}

package org.netchestra.dispatcher.netty.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.forwarding.ClientIdentity;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.connection.Clients;
import org.netchestra.dispatcher.netty.connection.Closing;
import org.netchestra.dispatcher.netty.exchange.DownstreamStream;
import org.netchestra.dispatcher.netty.exchange.Exchange;
import org.netchestra.dispatcher.netty.exchange.Exchanges;
import org.netchestra.dispatcher.netty.splice.Splice;
import org.netchestra.dispatcher.netty.splice.SplicedBody;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;
import org.netchestra.dispatcher.reply.LocalReply;
import org.netchestra.dispatcher.semantics.ReplySemantics;

/**
 * What exchanges see of a connection that speaks HTTP/1.1, one after another: lets their replies be written in order, and decides whether
 * the connection can be kept behind each. Confined to its event loop.
 */
final class Http1Downstream implements DownstreamStream {

    private final Http1Handler handler;
    private final VirtualServer virtualServer;
    private final ClientConnection connection;
    private final SocketChannel channel;
    private final ChannelOutput output;
    private final Http1Reply reply;
    private final Http1RequestReader requests;
    private final ClientIdentity identity;
    private final Http1Input input;

    Http1Downstream(
            Http1Handler handler,
            Exchanges exchanges,
            ClientConnection connection,
            Http1Input input,
            ChannelOutput output) {
        this.handler = handler;
        virtualServer = handler.virtualServer();
        this.connection = connection;
        channel = connection.channel();
        this.input = input;
        this.output = output;
        reply = new Http1Reply(exchanges.worker(), output);
        requests = new Http1RequestReader(exchanges, virtualServer, this, input);
        identity = Clients.identify(connection, virtualServer.snapshot().spec().forwarding());
    }

    /** Reads the requests that are answered here. */
    Http1RequestReader requests() {
        return requests;
    }

    @Override
    public ClientIdentity identity() {
        return identity;
    }

    @Override
    public ClientConnection connection() {
        return connection;
    }

    @Override
    public void informational(MessageHead interim) {
        if (requests.exchange().requestHead().minorVersion() >= 1) {
            reply.informational(interim);
        }
    }

    @Override
    public void replyHead(MessageHead head, ReplySemantics semantics) {
        Exchange current = requests.exchange();
        boolean over = current.isRequestComplete() || semantics.isPersistent();
        boolean keep =
                over && current.isRequestOver() && !requests.isLast() && !virtualServer.isDraining() && !input.isOver();
        requests.setLast(!reply.head(head, semantics, current.requestHead().minorVersion(), keep));
    }

    @Override
    public void replyData(ByteBuf data) {
        if (requests.state() == Http1State.TUNNEL) {
            output.data(data);
        } else {
            reply.data(data);
        }
    }

    @Override
    public @Nullable Splice spliceReply(SocketChannel server, SplicedBody body) {
        return output.splice(server, new SplicedOutput(body, output, this::replyMoved, handler::writable));
    }

    private void replyMoved() {
        Exchange exchange = requests.current();
        if (exchange != null) {
            exchange.replyMoved();
        }
    }

    @Override
    public void replyEnd(MessageHead trailer) {
        reply.end(trailer);
    }

    @Override
    public void openTunnel(MessageHead head) {
        requests.become(Http1State.TUNNEL);
        requests.setLast(true);
        reply.switchProtocols(head);
        ByteBuf early = input.take();
        input.readAsWanted(requests.state());
        if (early != null) {
            requests.exchange().requestData(early);
            requests.flushUpstream();
        }
    }

    @Override
    public void endTunnel() {
        output.flush();
        Closing.output(channel);
    }

    @Override
    public void refuse(Refusal refusal) {
        endUnlessKept(false);
        boolean head = requests.state() != Http1State.HEAD
                && requests.exchange().request().isHead();
        reply.refuse(refusal, !head, requests.isLast());
    }

    @Override
    public void answer(LocalReply local) {
        endUnlessKept(virtualServer.isDraining());
        reply.answer(local, !requests.exchange().request().isHead(), requests.isLast());
    }

    private void endUnlessKept(boolean draining) {
        requests.setLast(requests.isLast() || requests.state() != Http1State.REPLY || input.isOver() || draining);
    }

    @Override
    public void abort() {
        if (reply.isUntilClose()) {
            requests.become(Http1State.CLOSED);
            Closing.abruptly(channel);
        } else {
            handler.close();
        }
    }

    @Override
    public void flush() {
        output.flush();
    }

    @Override
    public boolean isWritable() {
        return output.isWritable();
    }

    @Override
    public long pendingBytes() {
        return output.pendingBytes();
    }

    @Override
    public long bytesRead() {
        return input.total();
    }

    @Override
    public long bytesWritten() {
        return output.total();
    }

    @Override
    public void setReading(boolean reading) {
        input.want(reading);
        input.readAsWanted(requests.state());
    }

    @Override
    public void exchangeEnded() {
        output.endSplice();
        requests.exchangeEnded();
        handler.exchangeEnded();
    }
}

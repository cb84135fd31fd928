package org.netchestra.dispatcher.netty.accept;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.proxyprotocol.ProxyHeader;
import org.netchestra.dispatcher.proxyprotocol.ProxyHeaderReader;

/** Gathers the bytes of a PROXY protocol header as they come. Confined to one event loop. */
final class ProxyHeaderGatherer {

    private ByteBuf gathered = Unpooled.buffer(0);
    private boolean malformed;

    /** Takes over what came; the connection as the header says when it is whole, null while it is not. */
    @Nullable
    ClientConnection read(ByteBuf in, ClientConnection made) {
        gathered.writeBytes(in);
        in.release();
        byte[] bytes = new byte[Math.min(gathered.readableBytes(), ProxyHeader.LONGEST)];
        gathered.getBytes(gathered.readerIndex(), bytes);
        ProxyHeaderReader.Result result = ProxyHeaderReader.read(bytes, bytes.length);
        malformed = result.verdict() == ProxyHeaderReader.Verdict.MALFORMED;
        ProxyHeader header = result.header();
        if (header == null) {
            return null;
        }
        gathered.skipBytes(header.length());
        InetSocketAddress source = header.source();
        InetSocketAddress destination = header.destination();
        return source == null || destination == null ? made : made.passedOn(source, destination);
    }

    boolean isMalformed() {
        return malformed;
    }

    /** Hands over what came behind the header. */
    ByteBuf rest() {
        ByteBuf rest = gathered;
        gathered = Unpooled.EMPTY_BUFFER;
        return rest;
    }

    void release() {
        rest().release();
    }
}

package org.netchestra.dispatcher.forwarding;

import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.semantics.RequestSemantics;
import org.netchestra.dispatcher.semantics.RequestTarget;

/**
 * The head of a request as a server gets it: hop-by-hop fields are gone, the framing is as parsed, and the forwarding fields say
 * where it came from. Stateless.
 */
public final class ForwardedRequest {

    private static final byte[] HTTP_1_1_HOST = HeadWriter.ascii(" HTTP/1.1\r\nHost: ");
    private static final byte[] TE_TRAILERS = HeadWriter.ascii("Connection: TE\r\nTE: trailers\r\n");
    private static final byte[] CRLF = {'\r', '\n'};

    private ForwardedRequest() {}

    /** Writes the whole head, Host first among its fields. */
    public static void write(HeadWriter out, MessageHead request, RequestSemantics semantics, ClientIdentity client) {
        RequestTarget target = semantics.target();
        out.method(request);
        target.writePath(out, request);
        out.put(HTTP_1_1_HOST);
        byte[] newHost = target.newHost();
        if (newHost == null) {
            client.writeAuthority(out, request, target);
        } else {
            out.put(newHost);
        }
        out.put(CRLF);
        client.dropOthers(request);
        out.fields(request);
        semantics.writeHops(out);
        semantics.requestId().write(out);
        out.framing(semantics.isChunked(), semantics.contentLength());
        client.writeForwarding(out, request, target);
        if (semantics.isUpgrade()) {
            out.connectionUpgrade();
        } else if (semantics.acceptsTrailers()) {
            out.put(TE_TRAILERS);
        }
        out.endOfHead();
    }
}

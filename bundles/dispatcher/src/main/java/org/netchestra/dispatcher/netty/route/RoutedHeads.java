package org.netchestra.dispatcher.netty.route;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.netchestra.api.route.HeaderField;
import org.netchestra.api.route.ReplyHead;
import org.netchestra.api.route.RequestHead;
import org.netchestra.dispatcher.message.FieldName;
import org.netchestra.dispatcher.message.HeadParser;
import org.netchestra.dispatcher.message.HttpLimits;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.semantics.ReplySemantics;
import org.netchestra.dispatcher.semantics.RequestSemantics;
import org.netchestra.dispatcher.semantics.RequestTarget;

/**
 * Turns parsed heads into those that routes see, and those of routes into bytes, which pass the same strict parser as bytes from
 * the network: a route cannot smuggle. Stateless.
 */
final class RoutedHeads {

    /** The dispatcher's own: what frames a body and what concerns one connection. */
    private static final Set<String> OWN = Set.of(
            "connection",
            "content-length",
            "expect",
            "http2-settings",
            "keep-alive",
            "proxy",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via");

    private RoutedHeads() {}

    /**
     * A request as a route sees it.
     *
     * @param scheme what the client speaks, which servers are to be told
     * @param trusted whether the client is believed what it says of others
     */
    static RequestHead request(
            MessageHead request, RequestSemantics semantics, InetSocketAddress client, String scheme, boolean trusted) {
        List<HeaderField> fields = new ArrayList<>();
        if (!trusted || request.indexOf(FieldName.X_FORWARDED_PROTO) < 0) {
            fields.add(new HeaderField("X-Forwarded-Proto", scheme));
        }
        for (int i = 0; i < request.count(); i++) {
            FieldName name = request.known(i);
            boolean believed = trusted && name == FieldName.X_FORWARDED_FOR;
            if (name == FieldName.HOST || believed || (!request.isDropped(i) && !isOwn(request.name(i)))) {
                fields.add(new HeaderField(request.name(i), request.value(i)));
            }
        }
        RequestTarget target = semantics.target();
        String path = new String(
                request.bytes(),
                target.pathStart(),
                target.pathEnd() - target.pathStart(),
                StandardCharsets.ISO_8859_1);
        long length = semantics.isChunked() ? RequestHead.UNKNOWN : Math.max(0, semantics.contentLength());
        return new RequestHead(request.method(), target.isSlashMissing() ? "/" + path : path, fields, client, length);
    }

    /** A reply as a route sees it. */
    static ReplyHead reply(MessageHead reply, ReplySemantics semantics) {
        List<HeaderField> fields = new ArrayList<>();
        for (int i = 0; i < reply.count(); i++) {
            if (!reply.isDropped(i) && !isOwn(reply.name(i))) {
                fields.add(new HeaderField(reply.name(i), reply.value(i)));
            }
        }
        long length = semantics.isBodiless() ? Math.max(0, semantics.contentLength()) : semantics.contentLength();
        return new ReplyHead(reply.status(), fields, length);
    }

    /**
     * Puts a request of a route into a head and parses it.
     *
     * @throws IllegalArgumentException when it is not valid HTTP
     */
    static void parse(RequestHead request, MessageHead into, HttpLimits limits) {
        Text text = new Text();
        text.line(request.method() + " " + request.target() + " HTTP/1.1");
        boolean host = text.fields(request.fields());
        if (!host) {
            text.line("Host: localhost");
        }
        text.framing(request.bodyLength(), request.bodyLength() == 0);
        fill(into, text, limits);
        check(HeadParser.parseRequest(into, limits), into);
    }

    /**
     * Puts a reply of a route into a head and parses it.
     *
     * @throws IllegalArgumentException when it is not valid HTTP
     */
    static void parse(ReplyHead reply, MessageHead into) {
        Text text = new Text();
        text.line("HTTP/1.1 " + reply.status() + " ");
        text.fields(reply.fields());
        text.framing(reply.bodyLength(), reply.status() == 204 || reply.status() == 304);
        fill(into, text, HttpLimits.REPLY);
        check(HeadParser.parseReply(into, HttpLimits.REPLY), into);
    }

    /** Puts the interim reply 100 into a head. */
    static void parseContinue(MessageHead into) {
        Text text = new Text();
        text.line("HTTP/1.1 100 Continue");
        fill(into, text, HttpLimits.REPLY);
        check(HeadParser.parseReply(into, HttpLimits.REPLY), into);
    }

    private static void fill(MessageHead head, Text text, HttpLimits limits) {
        byte[] bytes = text.end();
        head.clear();
        while (head.length() < bytes.length && head.grow(limits.headBytes())) {
            int count = Math.min(head.room(), bytes.length - head.length());
            System.arraycopy(bytes, head.length(), head.bytes(), head.length(), count);
            head.setLength(head.length() + count);
        }
    }

    private static void check(int end, MessageHead head) {
        if (end <= 0) {
            Refusal refusal = head.refusal();
            throw new IllegalArgumentException("head of a route: "
                    + (refusal == null ? Refusal.HEAD_TOO_LARGE : refusal).text() + " (expected: valid HTTP/1.1)");
        }
    }

    private static boolean isOwn(String name) {
        return OWN.contains(name.toLowerCase(Locale.ROOT));
    }

    /** The lines of a head. */
    private static final class Text {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

        void line(String line) {
            if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
                throw new IllegalArgumentException(
                        "head of a route: a line break in a line (expected: valid HTTP/1.1)");
            }
            bytes.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
            bytes.write('\r');
            bytes.write('\n');
        }

        /** Adds the fields that are not the dispatcher's own; whether Host was among them. */
        boolean fields(List<HeaderField> fields) {
            boolean host = false;
            for (HeaderField field : fields) {
                if (!isOwn(field.name())) {
                    host |= "host".equalsIgnoreCase(field.name());
                    line(field.name() + ": " + field.value());
                }
            }
            return host;
        }

        void framing(long length, boolean none) {
            if (length == RequestHead.UNKNOWN && !none) {
                line("Transfer-Encoding: chunked");
            } else if (length >= 0 && !none) {
                line("Content-Length: " + length);
            }
        }

        byte[] end() {
            line("");
            return bytes.toByteArray();
        }
    }
}

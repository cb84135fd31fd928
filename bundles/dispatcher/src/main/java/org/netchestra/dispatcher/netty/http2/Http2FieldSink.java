package org.netchestra.dispatcher.netty.http2;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.Http2ReplyHead;
import org.netchestra.dispatcher.Http2Section;

/**
 * Where HPACK puts the fields that it decodes: straight into a section, without a table of headers in between. There is one a
 * connection, as sections come one after another. Confined to its event loop.
 */
final class Http2FieldSink extends DefaultHttp2Headers {

    private final Http2Section section;

    Http2FieldSink(Http2Section section) {
        super(false);
        this.section = section;
    }

    /** A decoder that puts fields here. Whoever uses it checks them himself. */
    DefaultHttp2HeadersDecoder decoder(long maxHeaderListSize) {
        return new DefaultHttp2HeadersDecoder(false, maxHeaderListSize) {
            @Override
            protected Http2Headers newHeaders() {
                section.clear();
                return Http2FieldSink.this;
            }
        };
    }

    @Override
    public Http2Headers add(CharSequence name, CharSequence value) {
        AsciiString n = AsciiString.of(name);
        AsciiString v = AsciiString.of(value);
        section.field(
                n.array(),
                n.arrayOffset(),
                n.arrayOffset() + n.length(),
                v.array(),
                v.arrayOffset(),
                v.arrayOffset() + v.length());
        return this;
    }

    /** The codec asks for it to tell interim replies from final ones. */
    @Override
    public @Nullable CharSequence status() {
        return section instanceof Http2ReplyHead reply && reply.status() > 0 ? Integer.toString(reply.status()) : null;
    }
}

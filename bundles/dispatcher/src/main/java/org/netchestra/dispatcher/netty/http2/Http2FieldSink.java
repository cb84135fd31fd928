package org.netchestra.dispatcher.netty.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.netchestra.dispatcher.http2head.Http2Section;

/**
 * Where HPACK puts the fields that it decodes: straight into a section, without a table of headers in between. There is one a
 * connection, as sections come one after another. Confined to its event loop.
 */
final class Http2FieldSink extends DefaultHttp2Headers {

    private final Http2Section section;
    private final DefaultHttp2HeadersDecoder decoder;

    /** @param maxListSize octets of a decoded section, as SETTINGS_MAX_HEADER_LIST_SIZE counts them */
    Http2FieldSink(Http2Section section, long maxListSize) {
        super(false);
        this.section = section;
        // Whoever uses the fields checks them himself.
        decoder = new DefaultHttp2HeadersDecoder(false, maxListSize) {
            @Override
            protected Http2Headers newHeaders() {
                return Http2FieldSink.this;
            }
        };
    }

    /** Puts the fields of a whole block into the section; what is too large is marked so. */
    void decode(int stream, ByteBuf block) throws Http2Exception {
        section.clear();
        try {
            var unused = decoder.decodeHeaders(stream, block);
        } catch (Http2Exception.HeaderListSizeException tooLarge) {
            section.tooLarge();
        }
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
}

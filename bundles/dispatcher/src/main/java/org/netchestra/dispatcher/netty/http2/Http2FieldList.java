package org.netchestra.dispatcher.netty.http2;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a section that is written, in their order: the codec only ever walks through them, so that no table by name is needed.
 * Confined to its event loop.
 */
final class Http2FieldList extends DefaultHttp2Headers {

    private static final int NO_TABLE = 2;

    private final List<Map.Entry<CharSequence, CharSequence>> fields = new ArrayList<>(16);
    private @Nullable CharSequence status;
    private long octets;

    Http2FieldList() {
        super(false, NO_TABLE);
    }

    /** Adds a field; takes over both arrays. */
    void field(byte[] name, byte[] value) {
        add(new AsciiString(name, false), new AsciiString(value, false));
    }

    @Override
    public Http2Headers add(CharSequence name, CharSequence value) {
        octets += name.length() + value.length() + 4;
        fields.add(Map.entry(name, value));
        return this;
    }

    @Override
    public Http2Headers status(CharSequence value) {
        status = value;
        return add(PseudoHeaderName.STATUS.value(), value);
    }

    @Override
    public @Nullable CharSequence status() {
        return status;
    }

    @Override
    public Iterator<Map.Entry<CharSequence, CharSequence>> iterator() {
        return fields.iterator();
    }

    @Override
    public int size() {
        return fields.size();
    }

    @Override
    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** Octets of all names and values, as lines would have them. */
    long octets() {
        return octets;
    }
}

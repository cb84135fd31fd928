package org.netchestra.dispatcher.netty.http2;

import java.util.ArrayList;
import java.util.List;

/** The fields of a section that may have to wait before it is sent. Confined to its event loop. */
final class Http2FieldList implements Http2Fields {

    /** Names and values in turn. */
    private final List<byte[]> fields = new ArrayList<>(32);

    /** Adds a field; takes over both arrays. */
    void field(byte[] name, byte[] value) {
        fields.add(name);
        fields.add(value);
    }

    @Override
    public void writeTo(HpackWriter out) {
        for (int i = 0; i < fields.size(); i += 2) {
            byte[] name = fields.get(i);
            byte[] value = fields.get(i + 1);
            out.field(name, 0, name.length, value, 0, value.length);
        }
    }
}

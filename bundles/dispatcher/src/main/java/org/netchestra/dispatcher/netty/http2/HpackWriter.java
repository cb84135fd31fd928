package org.netchestra.dispatcher.netty.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * Writes header blocks (HPACK, RFC 7541) straight from the bytes of fields, without Huffman's code: what comes again is one octet or two,
 * and the rest is hardly worth its time. Values that are secret enter no table. Confined to one event loop.
 */
final class HpackWriter {

    private static final int INDEXED = 0x80;
    private static final int REMEMBERED = 0x40;
    private static final int TABLE_SIZE = 0x20;
    private static final int NEVER_REMEMBERED = 0x10;
    private static final int LITERAL = 0;

    private final HpackTable table = new HpackTable();
    private final byte[] digits = new byte[20];
    private byte[] lowerCase = new byte[64];
    private ByteBuf out = Unpooled.EMPTY_BUFFER;

    // The field that is written now.
    private byte[] name = digits;
    private int nameStart;
    private int nameEnd;
    private byte[] value = digits;
    private int valueStart;
    private int valueEnd;

    private int smallestLimit = Integer.MAX_VALUE;
    private long octets;

    /** Begins a block. */
    void begin(ByteBuf block) {
        out = block;
        octets = 0;
        if (smallestLimit < Integer.MAX_VALUE) {
            // RFC 7541 section 4.2: the smallest size in between, and the one that holds.
            if (smallestLimit < table.limit()) {
                number(TABLE_SIZE, 5, smallestLimit);
            }
            number(TABLE_SIZE, 5, table.limit());
            smallestLimit = Integer.MAX_VALUE;
        }
    }

    /** Octets of names and values since the beginning of the block, as lines would have them. */
    long octets() {
        return octets;
    }

    /** The peer remembers so many octets. */
    void setTableSize(long size) {
        int before = table.limit();
        table.setLimit(size);
        if (table.limit() != before) {
            smallestLimit = Math.min(smallestLimit, table.limit());
        }
    }

    void status(int status) {
        decimal(HpackStaticTable.STATUS, status);
    }

    void contentLength(long length) {
        decimal(HpackStaticTable.CONTENT_LENGTH, length);
    }

    private void decimal(int entry, long number) {
        int start = digits.length;
        long rest = number;
        do {
            digits[--start] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        byte[] bytes = HpackStaticTable.name(entry);
        field(bytes, 0, bytes.length, digits, start, digits.length);
    }

    /** Writes a field whose name may have capital letters. */
    void line(byte[] bytes, int from, int to, int valueFrom, int valueTo) {
        int length = to - from;
        if (lowerCase.length < length) {
            lowerCase = new byte[2 * length];
        }
        for (int i = 0; i < length; i++) {
            byte octet = bytes[from + i];
            lowerCase[i] = octet >= 'A' && octet <= 'Z' ? (byte) (octet | 0x20) : octet;
        }
        field(lowerCase, 0, length, bytes, valueFrom, valueTo);
    }

    /** Writes a field whose name is in small letters. */
    void field(byte[] fieldName, int from, int to, byte[] fieldValue, int valueFrom, int valueTo) {
        name = fieldName;
        nameStart = from;
        nameEnd = to;
        value = fieldValue;
        valueStart = valueFrom;
        valueEnd = valueTo;
        write();
    }

    private void write() {
        int length = nameEnd - nameStart + valueEnd - valueStart;
        octets += length + 4;
        int nameHash = HpackStaticTable.hash(name, nameStart, nameEnd);
        int known = HpackStaticTable.name(nameHash, name, nameStart, nameEnd);
        if (HpackStaticTable.isSecret(known)) {
            literal(NEVER_REMEMBERED, 4, known);
            return;
        }
        int entry = known == 0 ? 0 : HpackStaticTable.field(known, value, valueStart, valueEnd);
        if (entry == 0) {
            int hash = 31 * nameHash + HpackStaticTable.hash(value, valueStart, valueEnd);
            remembered(hash, known, length);
        } else {
            number(INDEXED, 7, entry);
        }
    }

    private void remembered(int hash, int known, int length) {
        int behind = table.find(hash, name, nameStart, nameEnd, value, valueStart, valueEnd);
        if (behind >= 0) {
            number(INDEXED, 7, HpackStaticTable.LENGTH + 1 + behind);
        } else if (table.takes(length)) {
            literal(REMEMBERED, 6, known);
            byte[] both = Arrays.copyOfRange(name, nameStart, nameStart + length);
            int nameLength = nameEnd - nameStart;
            System.arraycopy(value, valueStart, both, nameLength, length - nameLength);
            table.add(hash, both, nameLength);
        } else {
            literal(LITERAL, 4, known);
        }
    }

    /** Writes name and value, the name by its number if it has one (RFC 7541 section 6.2). */
    private void literal(int kind, int bits, int known) {
        number(kind, bits, known);
        if (known == 0) {
            string(name, nameStart, nameEnd);
        }
        string(value, valueStart, valueEnd);
    }

    /** RFC 7541 section 5.1. */
    private void number(int kind, int bits, int number) {
        int most = (1 << bits) - 1;
        if (number < most) {
            out.writeByte(kind | number);
            return;
        }
        out.writeByte(kind | most);
        int rest = number - most;
        while (rest >= 128) {
            out.writeByte((rest & 127) | 128);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }

    /** RFC 7541 section 5.2. */
    private void string(byte[] bytes, int start, int end) {
        number(0, 7, end - start);
        out.writeBytes(bytes, start, end - start);
    }
}

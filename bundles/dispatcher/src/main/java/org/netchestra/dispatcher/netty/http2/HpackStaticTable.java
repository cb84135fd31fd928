package org.netchestra.dispatcher.netty.http2;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The fields that every decoder knows (RFC 7541 appendix A), to be found by their bytes. Stateless. */
final class HpackStaticTable {

    /** Entries, numbered from 1 on. */
    static final int LENGTH = 61;

    static final int STATUS = 8;
    static final int CONTENT_LENGTH = 28;

    private static final String[] FIELDS = {
        ":authority",
        ":method=GET",
        ":method=POST",
        ":path=/",
        ":path=/index.html",
        ":scheme=http",
        ":scheme=https",
        ":status=200",
        ":status=204",
        ":status=206",
        ":status=304",
        ":status=400",
        ":status=404",
        ":status=500",
        "accept-charset",
        "accept-encoding=gzip, deflate",
        "accept-language",
        "accept-ranges",
        "accept",
        "access-control-allow-origin",
        "age",
        "allow",
        "authorization",
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-length",
        "content-location",
        "content-range",
        "content-type",
        "cookie",
        "date",
        "etag",
        "expect",
        "expires",
        "from",
        "host",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "last-modified",
        "link",
        "location",
        "max-forwards",
        "proxy-authenticate",
        "proxy-authorization",
        "range",
        "referer",
        "refresh",
        "retry-after",
        "server",
        "set-cookie",
        "strict-transport-security",
        "transfer-encoding",
        "user-agent",
        "vary",
        "via",
        "www-authenticate"
    };

    private static final int SLOTS = 256;
    private static final byte[][] NAMES = new byte[LENGTH + 2][];
    private static final byte[][] VALUES = new byte[LENGTH + 1][];
    private static final boolean[] SECRETS = new boolean[LENGTH + 1];
    /** The first entry with a name of this hash, or with one of an earlier slot that was taken. */
    private static final byte[] FIRST = new byte[SLOTS];

    static {
        for (int i = 1; i <= LENGTH; i++) {
            String[] parts = FIELDS[i - 1].split("=", 2);
            NAMES[i] = parts[0].getBytes(StandardCharsets.US_ASCII);
            VALUES[i] = (parts.length == 2 ? parts[1] : "").getBytes(StandardCharsets.US_ASCII);
            SECRETS[i] = Arrays.asList("authorization", "proxy-authorization", "cookie", "set-cookie")
                    .contains(parts[0]);
            int slot = hash(NAMES[i], 0, NAMES[i].length) & (SLOTS - 1);
            while (FIRST[slot] != 0 && !Arrays.equals(NAMES[FIRST[slot]], NAMES[i])) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            if (FIRST[slot] == 0) {
                FIRST[slot] = (byte) i;
            }
        }
        NAMES[LENGTH + 1] = new byte[0];
    }

    private HpackStaticTable() {}

    static int hash(byte[] bytes, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + bytes[i];
        }
        // Upper bits matter as well where few are looked at.
        return hash ^ (hash >>> 15);
    }

    /** The first entry with this name, or 0. */
    static int name(int hash, byte[] bytes, int start, int end) {
        int slot = hash & (SLOTS - 1);
        while (FIRST[slot] != 0) {
            byte[] name = NAMES[FIRST[slot]];
            if (name.length == end - start && Arrays.equals(name, 0, name.length, bytes, start, end)) {
                return FIRST[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return 0;
    }

    /** The entry with this value and the name of the entry given, or 0. */
    static int field(int name, byte[] bytes, int start, int end) {
        int entry = name;
        while (NAMES[entry] == NAMES[name] || Arrays.equals(NAMES[entry], NAMES[name])) {
            byte[] value = VALUES[entry];
            if (value.length == end - start && Arrays.equals(value, 0, value.length, bytes, start, end)) {
                return entry;
            }
            entry++;
        }
        return 0;
    }

    /** The name of an entry; not to be changed. */
    static byte[] name(int entry) {
        return NAMES[entry];
    }

    /** Whether no table should remember values of this name (RFC 7541 section 7.1.3). */
    static boolean isSecret(int name) {
        return SECRETS[name];
    }
}

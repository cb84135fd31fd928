package org.netchestra.journal;

import org.jspecify.annotations.Nullable;

/** The kinds of records in segment files. The codes are part of the file format. */
enum RecordType {
    /** A request's head, and what decides on its replay. */
    OPEN(1),
    /** A piece of a body, with its offset. */
    BODY(2),
    /** The request is whole; its body's length. */
    WHOLE(3),
    /** A server is assigned and about to get the request. */
    ASSIGNED(4),
    /** The reply is about to go to the client; the reply itself if it is kept. */
    DELIVERING(5),
    /** The entry is over. */
    END(6),
    /** A transaction and the server it is bound to. */
    TRANSACTION(7);

    private static final @Nullable RecordType[] BY_CODE = new RecordType[8];

    static {
        for (RecordType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final byte code;

    RecordType(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static @Nullable RecordType of(byte code) {
        return code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}

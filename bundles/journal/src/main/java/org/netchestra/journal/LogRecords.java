package org.netchestra.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.MethodClass;
import org.netchestra.api.journal.StepState;
import org.netchestra.api.journal.StoredReply;

/** The payloads of records: what is written, and how it is read again. Stateless. */
final class LogRecords {

    private static final byte KEYED = 1;
    private static final byte DECLARED = 2;

    private LogRecords() {}

    /**
     * What an OPEN record says.
     *
     * @param timeMillis wall clock
     * @param virtualServer the virtual server
     * @param failSafe its promise
     * @param method the method's class
     * @param declared whether the route is declared replayable
     * @param key the idempotency key, or null
     * @param fingerprint what the key stands for
     * @param transaction the transaction's id, or empty
     * @param step which step, 0 outside of transactions
     * @param head the head
     */
    record Open(
            long timeMillis,
            String virtualServer,
            FailSafe failSafe,
            MethodClass method,
            boolean declared,
            @Nullable String key,
            long fingerprint,
            String transaction,
            int step,
            ByteBuffer head) {}

    /** What a TRANSACTION record says. */
    record Bound(String virtualServer, String transaction, long number, String server, int confirmed) {}

    /** What an ASSIGNED record says. */
    record Assigned(int attempt, String server) {}

    static ByteBuffer open(long id, Open open) {
        byte[] name = bytes(open.virtualServer());
        byte[] key = bytes(open.key() == null ? "" : open.key());
        byte[] transaction = bytes(open.transaction());
        byte[] mode = bytes(open.failSafe().name());
        byte[] method = bytes(open.method().name());
        int texts = name.length + key.length + transaction.length + mode.length + method.length;
        int size = 8 + 1 + 8 + 4 + 5 * 4 + texts + open.head().remaining();
        ByteBuffer frame = Frame.begin(ByteBuffer.allocate(Frame.HEADER + size), RecordType.OPEN, id);
        frame.putLong(open.timeMillis())
                .put(flags(open))
                .putLong(open.fingerprint())
                .putInt(open.step());
        put(frame, mode);
        put(frame, method);
        put(frame, name);
        put(frame, key);
        put(frame, transaction);
        return frame.put(open.head().duplicate());
    }

    private static byte flags(Open open) {
        return (byte) ((open.key() != null ? KEYED : 0) | (open.declared() ? DECLARED : 0));
    }

    static Open readOpen(ByteBuffer payload) {
        long time = payload.getLong();
        byte flags = payload.get();
        long fingerprint = payload.getLong();
        int step = payload.getInt();
        FailSafe failSafe = FailSafe.valueOf(text(payload));
        MethodClass method = MethodClass.valueOf(text(payload));
        String name = text(payload);
        String key = text(payload);
        String transaction = text(payload);
        return new Open(
                time,
                name,
                failSafe,
                method,
                (flags & DECLARED) != 0,
                (flags & KEYED) != 0 ? key : null,
                fingerprint,
                transaction,
                step,
                copy(payload));
    }

    /** A BODY record in the given buffer, which must have room. */
    static ByteBuffer body(ByteBuffer into, long id, long offset, ByteBuffer bytes) {
        return Frame.begin(into, RecordType.BODY, id).putLong(offset).put(bytes);
    }

    static ByteBuffer body(long id, long offset, ByteBuffer bytes) {
        return body(ByteBuffer.allocate(Frame.HEADER + Long.BYTES + bytes.remaining()), id, offset, bytes);
    }

    static ByteBuffer whole(long id, long length) {
        return small(RecordType.WHOLE, id, 8).putLong(length);
    }

    static ByteBuffer assigned(long id, int attempt, String server) {
        byte[] name = bytes(server);
        ByteBuffer frame = small(RecordType.ASSIGNED, id, 4 + 4 + name.length).putInt(attempt);
        put(frame, name);
        return frame;
    }

    static Assigned readAssigned(ByteBuffer payload) {
        return new Assigned(payload.getInt(), text(payload));
    }

    /**
     * What a DELIVERING record says: enough to answer a repeated key without the other records of its entry.
     *
     * @param virtualServer the virtual server
     * @param key the idempotency key; empty when the request had none
     * @param fingerprint what the key stands for
     * @param untilMillis until when a repeated key is answered
     * @param status the reply's status
     * @param reply the reply, or null when it is not kept
     */
    record Delivering(
            String virtualServer,
            String key,
            long fingerprint,
            long untilMillis,
            int status,
            @Nullable StoredReply reply) {}

    static ByteBuffer delivering(long id, Delivering delivering) {
        byte[] name = bytes(delivering.virtualServer());
        byte[] key = bytes(delivering.key());
        StoredReply reply = delivering.reply();
        int size =
                reply == null ? 0 : 4 + reply.head().remaining() + reply.body().remaining();
        ByteBuffer frame = small(RecordType.DELIVERING, id, 8 + 8 + 4 + 2 * 4 + name.length + key.length + size);
        frame.putLong(delivering.fingerprint())
                .putLong(delivering.untilMillis())
                .putInt(delivering.status());
        put(frame, name);
        put(frame, key);
        return reply == null
                ? frame
                : frame.putInt(reply.head().remaining()).put(reply.head()).put(reply.body());
    }

    static Delivering readDelivering(ByteBuffer payload) {
        long fingerprint = payload.getLong();
        long until = payload.getLong();
        int status = payload.getInt();
        String name = text(payload);
        String key = text(payload);
        return new Delivering(name, key, fingerprint, until, status, readReply(status, payload));
    }

    private static @Nullable StoredReply readReply(int status, ByteBuffer payload) {
        if (!payload.hasRemaining()) {
            return null;
        }
        int head = payload.getInt();
        ByteBuffer bytes = copy(payload);
        return new StoredReply(status, bytes.slice(0, head), bytes.slice(head, bytes.remaining() - head));
    }

    static ByteBuffer end(long id, StepState outcome) {
        byte[] name = bytes(outcome.name());
        ByteBuffer frame = small(RecordType.END, id, 4 + name.length);
        put(frame, name);
        return frame;
    }

    static ByteBuffer transaction(Bound bound) {
        byte[] name = bytes(bound.virtualServer());
        byte[] transaction = bytes(bound.transaction());
        byte[] server = bytes(bound.server());
        int size = 8 + 4 + 3 * 4 + name.length + transaction.length + server.length;
        ByteBuffer frame =
                small(RecordType.TRANSACTION, 0, size).putLong(bound.number()).putInt(bound.confirmed());
        put(frame, name);
        put(frame, transaction);
        put(frame, server);
        return frame;
    }

    static Bound readTransaction(ByteBuffer payload) {
        long number = payload.getLong();
        int confirmed = payload.getInt();
        return new Bound(text(payload), text(payload), number, text(payload), confirmed);
    }

    private static ByteBuffer small(RecordType type, long id, int payload) {
        return Frame.begin(ByteBuffer.allocate(Frame.HEADER + payload), type, id);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void put(ByteBuffer frame, byte[] bytes) {
        frame.putInt(bytes.length).put(bytes);
    }

    private static String text(ByteBuffer payload) {
        byte[] bytes = new byte[payload.getInt()];
        payload.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static ByteBuffer copy(ByteBuffer payload) {
        return ByteBuffer.allocate(payload.remaining()).put(payload).flip();
    }
}

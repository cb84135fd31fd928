package org.netchestra.dispatcher.netty.route;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Bytes from an event loop for a thread that may wait for them: a bounded stream, whose writer is told to pause and to go on.
 * Thread-safe; one writer, one reader.
 */
final class ByteQueue extends InputStream {

    private static final int FULL = 64 * 1024;

    private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>();
    private final Runnable onRoom;
    private int bytes;
    private boolean paused;
    private boolean ended;
    private boolean closed;
    private @Nullable String failure;

    /** @param onRoom called on the reader's thread when there is room again behind a pause */
    ByteQueue(Runnable onRoom) {
        this.onRoom = onRoom;
    }

    /** Takes over a piece; ignored once the queue has ended. */
    synchronized void offer(ByteBuf piece) {
        if (ended || closed || !piece.isReadable()) {
            piece.release();
            return;
        }
        pieces.addLast(piece);
        bytes += piece.readableBytes();
        paused |= bytes >= FULL;
        notifyAll();
    }

    /** Whether the writer should wait for room. */
    synchronized boolean isFull() {
        return bytes >= FULL && !closed;
    }

    synchronized int size() {
        return bytes;
    }

    /** All bytes have come. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** No more bytes will come although there should be some; those that wait are lost. */
    synchronized void fail(String why) {
        if (!ended) {
            ended = true;
            failure = why;
            drop();
            notifyAll();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count;
        boolean room;
        synchronized (this) {
            awaitSomething();
            if (pieces.isEmpty()) {
                return -1;
            }
            count = take(into, offset, length);
            room = paused && bytes <= FULL / 2;
            paused &= !room;
        }
        if (room) {
            onRoom.run();
        }
        return count;
    }

    private void awaitSomething() throws IOException {
        try {
            while (pieces.isEmpty() && !ended && !closed) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for data", interrupted);
        }
        if (closed || failure != null) {
            throw new IOException(closed ? "closed" : failure);
        }
    }

    private int take(byte[] into, int offset, int length) {
        int count = 0;
        while (count < length && !pieces.isEmpty()) {
            ByteBuf piece = pieces.getFirst();
            int part = Math.min(length - count, piece.readableBytes());
            piece.readBytes(into, offset + count, part);
            count += part;
            if (!piece.isReadable()) {
                pieces.removeFirst().release();
            }
        }
        bytes -= count;
        return count;
    }

    @Override
    public synchronized int available() {
        return bytes;
    }

    /** The reader wants no more. */
    @Override
    public void close() {
        boolean room;
        synchronized (this) {
            room = paused && !closed;
            closed = true;
            paused = false;
            drop();
            notifyAll();
        }
        if (room) {
            onRoom.run();
        }
    }

    private void drop() {
        pieces.forEach(ByteBuf::release);
        pieces.clear();
        bytes = 0;
    }
}

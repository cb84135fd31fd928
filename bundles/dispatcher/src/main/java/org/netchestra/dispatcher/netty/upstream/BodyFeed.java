package org.netchestra.dispatcher.netty.upstream;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.netchestra.api.journal.ChunkReceiver;
import org.netchestra.api.journal.RequestReader;
import org.netchestra.dispatcher.netty.loop.Buffers;
import org.netchestra.dispatcher.netty.loop.Worker;

/**
 * Sends a body that the journal keeps to a server, at the speed the server takes it, while the rest of it may still come in. Its
 * news arrive on threads of the journal; everything else is confined to the exchange's event loop.
 */
public final class BodyFeed implements ChunkReceiver {

    /** Who feeds a server. */
    public interface Owner {

        /** A piece goes to the server. */
        void feeding();

        /** All of it is sent. */
        void fed();

        /** The rest cannot be read. */
        void bodyLost();
    }

    private final Worker worker;
    private final Owner owner;
    private final UpstreamStream stream;
    private final RequestReader reader;
    private boolean asked;
    private boolean closed;

    /** @param reader what the journal has of the body; closed when this is */
    public BodyFeed(Worker worker, Owner owner, UpstreamStream stream, RequestReader reader) {
        this.worker = worker;
        this.owner = owner;
        this.stream = stream;
        this.reader = reader;
    }

    /** Sends on, if the server takes more. */
    public void pull() {
        if (!asked && !closed && stream.isWritable()) {
            asked = true;
            reader.next(this);
        }
    }

    @Override
    public void onChunk(ByteBuffer bytes) {
        ByteBuf copy = Buffers.ALLOCATOR.directBuffer(bytes.remaining()).writeBytes(bytes);
        onLoop(() -> send(copy));
    }

    private void send(ByteBuf piece) {
        asked = false;
        if (closed || !piece.isReadable()) {
            // An empty piece would be the end of a chunked body.
            piece.release();
        } else {
            owner.feeding();
            stream.requestData(piece);
            stream.flush();
        }
        pull();
    }

    @Override
    public void onEnd() {
        later(() -> {
            if (!closed) {
                close();
                owner.fed();
            }
        });
    }

    @Override
    public void onLost(String reason) {
        later(() -> {
            if (!closed) {
                close();
                owner.bodyLost();
            }
        });
    }

    private void onLoop(Runnable news) {
        if (worker.loop().inEventLoop()) {
            news.run();
        } else {
            worker.loop().execute(news);
        }
    }

    /** Not within the owner's own call: it may be telling the journal of the very piece or end that this is the answer to. */
    private void later(Runnable news) {
        worker.loop().execute(news);
    }

    /** The server gets no more. */
    public void close() {
        if (!closed) {
            closed = true;
            reader.close();
        }
    }
}

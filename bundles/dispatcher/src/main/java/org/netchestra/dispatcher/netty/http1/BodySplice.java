package org.netchestra.dispatcher.netty.http1;

import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.netty.splice.Splice;
import org.netchestra.dispatcher.netty.splice.SplicedBody;

/**
 * Bodies of a connection that pass within the kernel, one after another: all but what came with the head, and the last byte. That one
 * is read in the ordinary way, so that the end of a message, and whatever its sender sends behind it, is seen by who reads messages.
 * Confined to its event loop.
 */
final class BodySplice implements SplicedBody {

    /** Who reads the messages. */
    interface Reader {

        /** Makes a way for what is left of the body that is read now; null when the bytes must be seen, or cannot pass. */
        @Nullable
        Splice way(SocketChannel sender, SplicedBody body);

        /** So many bytes of the body have passed. */
        void passed(int bytes);
    }

    /** What is worth a pipe: measured with replies of 100 kB, which cost a quarter less than copied. */
    private static final int LARGE = 64 * 1024;

    private static final int READ_HERE = 1;

    private final BodyReader body;
    private final Reader reader;
    private @Nullable Splice splice;

    BodySplice(BodyReader body, Reader reader) {
        this.body = body;
        this.reader = reader;
    }

    /** What had come of a body was read: so many bytes, and more may be there already. */
    void read(int bytes, SocketChannel sender) {
        Splice current = splice;
        if (current != null) {
            current.copied(bytes);
        } else if (left() >= LARGE) {
            begin(reader.way(sender, this));
        }
    }

    private void begin(@Nullable Splice begun) {
        splice = begun;
        if (begun != null) {
            begun.begin();
        }
    }

    /** Nothing more has come for now. */
    void turnOver() {
        if (splice != null) {
            splice.turnOver();
        }
    }

    /** The body is over, or nobody wants it any more. */
    void end() {
        if (splice != null) {
            splice.end();
            splice = null;
        }
    }

    @Override
    public long left() {
        return Math.max(0, body.left() - READ_HERE);
    }

    @Override
    public void taken(int bytes) {
        body.passed(bytes);
        reader.passed(bytes);
    }
}

package org.netchestra.accesslog;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where lines go. Confined to the writer's thread. */
interface LineSink extends AutoCloseable {

    /** Called at least once in a while, also when there is nothing to write. */
    void check(long nowMillis) throws IOException;

    /** Writes all of the bytes, which are whole lines, or fails. */
    void write(ByteBuffer lines, long nowMillis) throws IOException;

    @Override
    void close() throws IOException;
}

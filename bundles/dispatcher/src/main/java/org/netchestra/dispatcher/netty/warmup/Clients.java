package org.netchestra.dispatcher.netty.warmup;

import java.io.IOException;

/** Clients of one event loop's worth on one thread: each sends a request, then each takes its reply. Confined to that thread but for {@link #abort}. */
interface Clients {

    /** How many are served in one go. */
    int COUNT = 16;

    /** Connects, or connects anew. */
    void connect() throws IOException;

    /** Has every client make one exchange. */
    void exchange() throws IOException;

    /** Ends the connections, and whatever waits on them. */
    void abort();
}

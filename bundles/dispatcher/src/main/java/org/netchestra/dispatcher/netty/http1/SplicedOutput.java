package org.netchestra.dispatcher.netty.http1;

import org.netchestra.dispatcher.netty.splice.Splice;
import org.netchestra.dispatcher.netty.splice.SplicedBody;

/**
 * What passes into a connection within the kernel, as the connection sees it: counted like all that is written, and progress like it.
 * While something is still in a pipe, a client's next exchange does not begin. Confined to its event loop.
 */
final class SplicedOutput implements Splice.Listener {

    private final SplicedBody body;
    private final ChannelOutput output;
    private final Runnable progress;
    private final Runnable writability;
    private boolean over;

    /**
     * @param progress some of it has moved on
     * @param writability the receiver takes more again, or no more for now
     */
    SplicedOutput(SplicedBody body, ChannelOutput output, Runnable progress, Runnable writability) {
        this.body = body;
        this.output = output;
        this.progress = progress;
        this.writability = writability;
    }

    @Override
    public long left() {
        return body.left();
    }

    @Override
    public void taken(int bytes) {
        body.taken(bytes);
        over = body.left() == 0;
        output.spliced(bytes);
        sent();
    }

    @Override
    public void sent() {
        progress.run();
    }

    @Override
    public void waits() {
        writability.run();
    }

    @Override
    public void drained() {
        if (over) {
            output.endSplice();
        }
        writability.run();
    }
}

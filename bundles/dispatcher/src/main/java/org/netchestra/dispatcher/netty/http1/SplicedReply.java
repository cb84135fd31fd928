package org.netchestra.dispatcher.netty.http1;

import org.netchestra.dispatcher.netty.exchange.Exchange;
import org.netchestra.dispatcher.netty.splice.Splice;
import org.netchestra.dispatcher.netty.splice.SplicedBody;

/**
 * What passes to a client within the kernel, as its connection sees it: counted like all that is written, and progress like it. While
 * something is still in a pipe, the next exchange does not begin. Confined to its event loop.
 */
final class SplicedReply implements Splice.Listener {

    private final SplicedBody body;
    private final ChannelOutput output;
    private final Http1RequestReader requests;
    private final Runnable writable;
    private boolean over;

    /**
     * @param writable the client may take more again
     */
    SplicedReply(SplicedBody body, ChannelOutput output, Http1RequestReader requests, Runnable writable) {
        this.body = body;
        this.output = output;
        this.requests = requests;
        this.writable = writable;
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
        Exchange exchange = requests.current();
        if (exchange != null) {
            exchange.replyMoved();
        }
    }

    @Override
    public void drained() {
        if (over) {
            output.endSplice();
        }
        writable.run();
    }
}

package org.netchestra.dispatcher.netty.loop;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Netty's I/O handler of an event loop, whose work has turns: a turn deals with all events that were found ready together, and then
 * does what was left for its end. Small messages are sent there, one after another: that spares the caches, which reading and writing heads
 * use in another way than the kernel does, and whoever gets several of them is woken once. Confined to its event loop.
 */
final class Turns implements IoHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final IoHandler io;
    private final ArrayDeque<Runnable> atEnd = new ArrayDeque<>();
    private final Yielding yielding = new Yielding(System::nanoTime, Turns::giveWay);

    /**
     * @param io the transport's handler
     */
    Turns(IoHandler io) {
        this.io = io;
    }

    /** Leaves something for the end of the current turn; when tasks run between turns, for the moment before the loop waits again. */
    void atEnd(Runnable action) {
        atEnd.addLast(action);
    }

    @Override
    public int run(IoHandlerContext context) {
        end();
        if (context.canBlock()) {
            yielding.beforeWaiting();
        }
        int handled = io.run(context);
        yielding.handled(handled);
        end();
        return handled;
    }

    /** A hint that is right to be one: everything works without it. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void giveWay() {
        Thread.yield();
    }

    private void end() {
        Runnable next = atEnd.pollFirst();
        while (next != null) {
            try {
                next.run();
            } catch (RuntimeException failure) {
                // The event loop is everybody's.
                LOG.warn("what was left for the end of a turn failed", failure);
            }
            next = atEnd.pollFirst();
        }
    }

    @Override
    public void initialize() {
        io.initialize();
    }

    @Override
    public void prepareToDestroy() {
        io.prepareToDestroy();
    }

    @Override
    public void destroy() {
        io.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return io.register(handle);
    }

    @Override
    public void wakeup() {
        io.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return io.isCompatible(handleType);
    }
}

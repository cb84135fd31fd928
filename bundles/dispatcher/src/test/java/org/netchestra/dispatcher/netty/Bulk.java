package org.netchestra.dispatcher.netty;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.netchestra.dispatcher.netty.loop.Transport;

/** What tests of bytes that stay in the kernel have in common; they are left out where there is no epoll. */
final class Bulk implements BeforeAllCallback, AfterAllCallback {

    static final int KILOBYTE = 1 << 10;
    static final int MEGABYTE = 1 << 20;

    /** Runs what goes on beside a test. */
    static final ExecutorService RUNNER = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "bulk-test");
        thread.setDaemon(true);
        return thread;
    });

    private static final Map<Integer, byte[]> BODIES = new ConcurrentHashMap<>();

    /** The body of this size: always the same, and no other has its bytes. Nobody writes to it. */
    static byte[] body(int size) {
        return BODIES.computeIfAbsent(size, length -> {
            byte[] body = new byte[length];
            new Random(length).nextBytes(body);
            return body;
        });
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        assumeTrue(Transport.best() == Transport.EPOLL, "no epoll here");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        BODIES.clear();
    }
}

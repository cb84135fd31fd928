package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.netchestra.dispatcher.netty.loop.Transport;

/** What tests of bytes that stay in the kernel have in common; they are left out where there is no epoll. */
final class Bulk implements BeforeAllCallback, AfterAllCallback {

    static final int KILOBYTE = 1 << 10;
    static final int MEGABYTE = 1 << 20;

    /** Of bodies on one connection: some pass in the kernel, some do not. */
    static final List<Integer> SIZES =
            List.of(3 * MEGABYTE, 10, 2 * MEGABYTE, MEGABYTE, 300 * KILOBYTE, 0, 8 * MEGABYTE, 5);

    private static final int CLIENTS = 24;
    private static final int EXCHANGES = 6;

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

    /** An exchange of some size that a client makes. */
    interface Exchange {
        void make(RawClient client, Random sizes) throws Exception;
    }

    /** Has many clients make exchanges at the same time, and sees that each one ended well and no pipe is left. */
    static void carryMany(Appliance appliance, Exchange exchange) throws Exception {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Random sizes = new Random(i);
            all.add(RUNNER.submit(() -> {
                try (RawClient client = appliance.client()) {
                    for (int n = 0; n < EXCHANGES; n++) {
                        exchange.make(client, sizes);
                    }
                }
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }

        Appliance.await("all records", () -> appliance.ended.size() == CLIENTS * EXCHANGES);
        assertThat(appliance.ended).allMatch(e -> e.termination().equals("--"));
        assertThat(appliance.dispatcher.pipesInUse()).isZero();
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

package org.netchestra.dispatcher.netty;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.exchange.ExchangeRecord;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.VirtualServerReader;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.core.control.Conductor;
import org.netchestra.core.event.EventHub;
import org.netchestra.dispatcher.affinity.AffinityKey;
import org.netchestra.dispatcher.netty.loop.Transport;

/** A data plane with one virtual server on a free port, for a test. */
final class Appliance implements AutoCloseable {

    /** What a record said; the record itself is gone with its exchange. */
    record Ended(
            String termination,
            int status,
            int attempts,
            String server,
            String pool,
            String method,
            String target,
            long in,
            long out,
            long queueNanos,
            String affinity,
            String requestId,
            String client,
            String refusal) {}

    final List<Ended> ended = new CopyOnWriteArrayList<>();
    final List<String> events = new CopyOnWriteArrayList<>();
    final Dispatcher dispatcher;
    final RunningServer server;
    final Conductor conductor;
    final TestJournal journal;
    private final List<ExecutorService> threads = new ArrayList<>();
    private final Map<String, String> keys = new HashMap<>();

    /** Further keys go as {@code "timeout-data=1s"}. */
    Appliance(List<RawServer> servers, String... more) throws InvalidConfigurationException {
        this(Transport.best(), servers, more);
    }

    Appliance(Transport transport, List<RawServer> servers, String... more) throws InvalidConfigurationException {
        this(transport, null, servers, more);
    }

    /** With a journal in a directory that outlives it. */
    Appliance(Path journalDirectory, List<RawServer> servers, String... more) throws InvalidConfigurationException {
        this(Transport.best(), journalDirectory, servers, more);
    }

    private Appliance(Transport transport, @Nullable Path journalDirectory, List<RawServer> servers, String... more)
            throws InvalidConfigurationException {
        EventHub hub = new EventHub(thread(), Throwable::printStackTrace);
        hub.add(event -> events.add(event.message()));
        conductor = new Conductor(thread(), hub, Clock.systemUTC(), System::nanoTime);
        conductor.policyAdded(TestRotation.POLICY);
        dispatcher = new Dispatcher(conductor, this::record, 2, transport, AffinityKey.random());
        journal = journalDirectory == null ? new TestJournal(hub) : new TestJournal(hub, journalDirectory);
        dispatcher.journal(journal.journal);
        keys.put("listen", "127.0.0.1:0");
        keys.put("timeout-drain", "5s");
        server = dispatcher.open(spec(servers, more));
    }

    VirtualServerSpec spec(List<RawServer> servers, String... more) throws InvalidConfigurationException {
        List<String> written = new ArrayList<>();
        for (RawServer raw : servers) {
            written.add("s" + (written.size() + 1) + "=127.0.0.1:" + raw.port());
        }
        if (!servers.isEmpty()) {
            keys.put("servers", String.join(", ", written));
        }
        for (String key : more) {
            keys.put(key.substring(0, key.indexOf('=')), key.substring(key.indexOf('=') + 1));
        }
        return VirtualServerReader.read("test", keys, null);
    }

    /** As {@link #spec}, but without the keys of routes and pools that were written before. */
    VirtualServerSpec specWithout(List<RawServer> servers, String... more) throws InvalidConfigurationException {
        keys.keySet().removeIf(key -> key.startsWith("pool.") || key.startsWith("route."));
        return spec(servers, more);
    }

    RawClient client() throws java.io.IOException {
        return new RawClient(server.port());
    }

    Map<String, Long> refusals() {
        return conductor.status("test").refusals();
    }

    /** Requests that wait for a server to become free. */
    /** Requests that wait because no server is up. */
    int stranded() {
        return server.virtualServer().waiting().get();
    }

    int queued() {
        return server.handle().waiting().size();
    }

    /** What the first record said; waits for it, as a client sees its reply before the record is made. */
    Ended firstEnded() {
        await("the record", () -> !ended.isEmpty());
        return ended.get(0);
    }

    /** Waits for a condition, 10 s at most. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not happen within 10 s: " + what);
            }
            Thread.onSpinWait();
        }
    }

    private void record(ExchangeRecord exchange) {
        ended.add(new Ended(
                exchange.termination().letters(),
                exchange.status(),
                exchange.attempts(),
                exchange.server() == null ? "-" : exchange.server().name(),
                exchange.pool(),
                exchange.method(),
                exchange.target(),
                exchange.bytesFromClient(),
                exchange.bytesToClient(),
                exchange.queueNanos(),
                exchange.affinity(),
                exchange.requestId(),
                exchange.client().getAddress().getHostAddress(),
                exchange.refusal()));
    }

    private ExecutorService thread() {
        ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "test-control");
            made.setDaemon(true);
            return made;
        });
        threads.add(thread);
        return thread;
    }

    @Override
    public void close() {
        dispatcher.close();
        journal.close();
        threads.forEach(ExecutorService::shutdownNow);
    }
}

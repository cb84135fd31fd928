package org.netchestra.controller.osgi;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.core.config.ControllerSpec;

/**
 * Asks servers that nobody asks, to learn how fast they are. One request to a server at a time, so that a server that does not
 * answer is not asked again before the last one timed out; the body is thrown away as it comes. Thread-safe.
 */
final class Prober implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int REFUSED = 400;

    private final Set<ServerAddress> asked = ConcurrentHashMap.newKeySet();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread created = new Thread(task, "netchestra-controller-probe");
        created.setDaemon(true);
        return created;
    });
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(thread)
            .build();

    /**
     * Sends a probe unless one is under way.
     *
     * @param total whether the whole reply counts, instead of its head
     * @param answered gets the response time in nanoseconds, on a thread of the prober's; not called without a good answer
     */
    void probe(ServerAddress address, ControllerSpec.Probe probe, boolean total, LongConsumer answered) {
        if (!asked.add(address)) {
            return;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + probe.target()))
                .method(probe.method(), BodyPublishers.noBody())
                .header("User-Agent", "Netchestra-controller")
                .timeout(TIMEOUT)
                .build();
        AtomicLong headNanos = new AtomicLong();
        long start = System.nanoTime();
        var unused = client.sendAsync(request, head -> {
                    headNanos.set(System.nanoTime() - start);
                    return BodySubscribers.discarding();
                })
                .whenComplete((response, failure) -> {
                    asked.remove(address);
                    if (failure == null && useful(response)) {
                        answered.accept(total ? System.nanoTime() - start : headNanos.get());
                    }
                });
    }

    private static boolean useful(HttpResponse<Void> response) {
        return response.statusCode() < REFUSED;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

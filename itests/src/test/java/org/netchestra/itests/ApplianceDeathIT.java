package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.workload.appliance.ApplianceProcess;
import org.netchestra.workload.appliance.ApplianceSetup;
import org.netchestra.workload.appliance.VirtualServerFile;
import org.netchestra.workload.server.ServerProcess;

/**
 * The appliance is killed under load, at a moment nobody chose, and started again: what was confirmed is not executed again, what
 * may be executed again is not lost. The servers' ledgers say what was executed.
 */
final class ApplianceDeathIT {

    private static final int ROUNDS = 4;
    private static final int CLIENTS = 8;
    private static final int DELAY_MILLIS = 300;

    /** So much in every request, and the smallest files: the log rolls and is compacted while it is killed. */
    private static final String PADDING = "x".repeat(40_000);

    /** A request that was on its way for so long had been stored and sent to a server before the death. */
    private static final long CERTAINLY_SENT_MILLIS = 150;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();

    /** What a client asked for, and what it was told. */
    private static final class Asked {
        final int number;
        final String method;
        final boolean keyed;
        final long sentNanos = System.nanoTime();
        volatile boolean confirmed;

        Asked(int number, String method, boolean keyed) {
            this.number = number;
            this.method = method;
            this.keyed = keyed;
        }

        boolean mayBeRepeated() {
            return keyed || method.equals("PUT");
        }
    }

    @Test
    void shouldLoseNothingAndRepeatNothingConfirmedThroughItsOwnDeath(@TempDir Path directory)
            throws IOException, TimeoutException, InterruptedException {
        int port = Appliance.freePort();
        List<Path> ledgers = List.of(directory.resolve("one"), directory.resolve("two"));
        try (ServerProcess one = server("one", ledgers.get(0));
                ServerProcess two = server("two", ledgers.get(1));
                ApplianceProcess appliance = ApplianceProcess.start(ApplianceSetup.of(Appliance.distribution())
                        .virtualServer(VirtualServerFile.http("lasting", port)
                                .server("one", one.port())
                                .server("two", two.port())
                                .with("journal", "durable"))
                        .file("org.netchestra.journal.cfg", "segment-megabytes = 1\nlog-megabytes = 4\n"))) {
            appliance.awaitBoot(Appliance.BOOT);
            Random random = new Random();
            for (int round = 1; round <= ROUNDS; round++) {
                appliance.awaitAnswer(URI.create("http://127.0.0.1:" + port + "/bytes/1"), 200, Appliance.BOOT);
                long killedNanos = killUnderLoad(appliance, port, 1500 + random.nextInt(1500));
                appliance.startAgain();
                appliance.awaitAnswer(URI.create("http://127.0.0.1:" + port + "/bytes/1"), 200, Appliance.BOOT);
                askAgain(port);
                check(round, killedNanos, ledgers);
                asked.clear();
            }
        }
    }

    private static ServerProcess server(String name, Path ledger) throws IOException, TimeoutException {
        return ServerProcess.start(name, 0, List.of("--ledger", ledger.toString()));
    }

    private long killUnderLoad(ApplianceProcess appliance, int port, int afterMillis) throws InterruptedException {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Thread client = new Thread(() -> askUntilItDies(port), "client " + i);
            client.start();
            clients.add(client);
        }
        TimeUnit.MILLISECONDS.sleep(afterMillis);
        long killedNanos = System.nanoTime();
        appliance.kill();
        for (Thread client : clients) {
            client.join();
        }
        return killedNanos;
    }

    private void askUntilItDies(int port) {
        boolean alive = true;
        while (alive) {
            int number = numbers.incrementAndGet();
            Asked next = new Asked(number, number % 3 == 0 ? "PUT" : "POST", number % 3 == 1);
            asked.add(next);
            alive = ask(next, port) == 200;
        }
    }

    /** The reply's status, or 0 for none. */
    private int ask(Asked next, int port) {
        URI target = URI.create("http://127.0.0.1:" + port + "/delay/" + DELAY_MILLIS + "?n=" + next.number);
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(Duration.ofSeconds(30))
                .method(next.method, HttpRequest.BodyPublishers.ofString("body " + next.number + PADDING));
        if (next.keyed) {
            request.header("Idempotency-Key", "key-" + next.number);
        }
        try {
            HttpResponse<Void> reply = http.send(request.build(), HttpResponse.BodyHandlers.discarding());
            next.confirmed |= reply.statusCode() == 200;
            return reply.statusCode();
        } catch (IOException torn) {
            return 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Clients with keys come back, and wait for what is still in progress. */
    private void askAgain(int port) throws InterruptedException {
        for (Asked left : asked) {
            if (left.keyed && !left.confirmed) {
                long end = System.nanoTime() + Appliance.SOON.toNanos();
                int status = ask(left, port);
                while (status == 409 && System.nanoTime() < end) {
                    TimeUnit.MILLISECONDS.sleep(50);
                    status = ask(left, port);
                }
                // The death may have come when the reply was on its way: then that is all that is known.
                assertThat(status).as("key-%d asked again", left.number).isIn(200, 502);
            }
        }
    }

    private void check(int round, long killedNanos, List<Path> ledgers) throws IOException, InterruptedException {
        long end = System.nanoTime() + Appliance.SOON.toNanos();
        List<Integer> missing = missing(killedNanos, ledgers);
        while (!missing.isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
            missing = missing(killedNanos, ledgers);
        }
        Map<Integer, Long> executed = executed(ledgers);
        assertThat(missing).as("round %d: lost", round).isEmpty();
        for (Asked request : asked) {
            long times = executed.getOrDefault(request.number, 0L);
            if (request.confirmed && !request.keyed) {
                assertThat(times)
                        .as("round %d: confirmed %d", round, request.number)
                        .isEqualTo(1);
            }
            if (!request.mayBeRepeated()) {
                assertThat(times).as("round %d: POST %d", round, request.number).isLessThanOrEqualTo(1);
            }
        }
        long inFlight = asked.stream().filter(a -> !a.confirmed).count();
        System.out.println("ApplianceDeathIT round " + round + ": " + asked.size() + " requests, " + inFlight
                + " never answered with 200");
    }

    private List<Integer> missing(long killedNanos, List<Path> ledgers) throws IOException {
        Map<Integer, Long> executed = executed(ledgers);
        return asked.stream()
                .filter(Asked::mayBeRepeated)
                .filter(a -> killedNanos - a.sentNanos > TimeUnit.MILLISECONDS.toNanos(CERTAINLY_SENT_MILLIS))
                .map(a -> a.number)
                .filter(number -> !executed.containsKey(number))
                .toList();
    }

    /** How often each number was executed. */
    private static Map<Integer, Long> executed(List<Path> ledgers) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path ledger : ledgers) {
            try (Stream<String> read = Files.lines(ledger)) {
                read.filter(line -> line.contains("?n=")).forEach(lines::add);
            }
        }
        return lines.stream()
                .collect(Collectors.groupingBy(
                        line -> Integer.valueOf(line.substring(line.indexOf("?n=") + 3)), Collectors.counting()));
    }
}

package org.netchestra.experiments.paper001;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The paper's figures 5, 10 and 11: transactions of five steps at three servers; the server of one of them is killed under its fourth
 * step, while others are under way.
 */
final class TransactionTrial {

    private static final int CLIENTS = 12;
    private static final long STEP_MILLIS = 40;
    /** The transaction whose server is killed takes its time, so that the moment can be met. */
    private static final long STRUCK_STEP_MILLIS = 1_000;

    private static final int STRUCK_STEP = 4;
    private static final long INTO_THE_STEP_MILLIS = 300;

    private final RealCluster cluster;
    private final LedgeredServers servers;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();

    private record Ended(SteppedTransaction transaction, boolean complete) {}

    /**
     * What came of it.
     *
     * @param transactions all that were begun
     * @param complete those of which every step succeeded
     * @param wrong of these: those whose result is not the failure-free one
     * @param killed the server
     * @param answeredBy who answered the steps of the transaction whose server was killed
     * @param earlierSteps how often its steps before the fourth were executed, all together
     * @param trace what the appliance said of it
     */
    record Outcome(
            int transactions,
            long complete,
            long wrong,
            String killed,
            List<String> answeredBy,
            int earlierSteps,
            List<String> trace) {

        boolean struckCompletedElsewhere() {
            return answeredBy.size() == SteppedTransaction.STEPS
                    && answeredBy.subList(0, STRUCK_STEP - 1).stream().allMatch(killed::equals)
                    && answeredBy.subList(STRUCK_STEP - 1, SteppedTransaction.STEPS).stream()
                            .noneMatch(killed::equals)
                    && answeredBy.get(STRUCK_STEP - 1).equals(answeredBy.get(STRUCK_STEP));
        }
    }

    TransactionTrial(RealCluster cluster, LedgeredServers servers) {
        this.cluster = cluster;
        this.servers = servers;
    }

    /** Runs it through a virtual server; the killed server is there again when this returns. */
    Outcome run(RealCluster.Service service) throws IOException, TimeoutException, InterruptedException {
        ended.clear();
        int saidBefore = trace().size();
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            clients.add(start(() -> {
                while (!over.get()) {
                    run(service, STEP_MILLIS);
                }
            }));
        }
        SteppedTransaction struck = transaction(service, STRUCK_STEP_MILLIS);
        Thread striking = start(() -> run(struck));
        String killed = killUnder(struck, striking);
        striking.join();
        over.set(true);
        for (Thread client : clients) {
            client.join();
        }
        servers.replace(killed);
        return outcome(struck, killed, saidBefore);
    }

    private String killUnder(SteppedTransaction struck, Thread striking) throws InterruptedException {
        while (striking.isAlive() && struck.inStep() < STRUCK_STEP) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        if (struck.servers().isEmpty()) {
            throw new IllegalStateException("a transaction failed while all servers were up");
        }
        TimeUnit.MILLISECONDS.sleep(INTO_THE_STEP_MILLIS);
        String killed = struck.servers().get(0);
        servers.kill(killed);
        return killed;
    }

    private SteppedTransaction transaction(RealCluster.Service service, long stepMillis) {
        return new SteppedTransaction(
                http, service.port(), service.name() + "-" + numbers.incrementAndGet(), stepMillis);
    }

    private void run(RealCluster.Service service, long stepMillis) throws InterruptedException {
        run(transaction(service, stepMillis));
    }

    private void run(SteppedTransaction transaction) throws InterruptedException {
        ended.add(new Ended(transaction, transaction.run()));
    }

    /** What a client does until it is interrupted. */
    private interface Interruptible {
        void run() throws InterruptedException;
    }

    private static Thread start(Interruptible work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        return thread;
    }

    private Outcome outcome(SteppedTransaction struck, String killed, int saidBefore) throws IOException {
        int earlier = 0;
        for (int step = 1; step < STRUCK_STEP; step++) {
            earlier += servers.ledgers().executed(struck.mark(step)).size();
        }
        List<Ended> complete = ended.stream().filter(Ended::complete).toList();
        List<String> said = trace();
        return new Outcome(
                ended.size(),
                complete.size(),
                complete.stream()
                        .map(Ended::transaction)
                        .filter(one -> one.result() != one.failureFree())
                        .count(),
                killed,
                struck.servers(),
                earlier,
                List.copyOf(said.subList(saidBefore, said.size())));
    }

    /** The paper's lines of figure 11. */
    private List<String> trace() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : cluster.log()) {
            int begin = Math.max(line.indexOf("Detecting Broken Transaction"), line.indexOf("Continuing Transaction"));
            if (begin >= 0) {
                lines.add(line.substring(begin));
            }
        }
        return lines;
    }
}

package org.netchestra.experiments.paper001;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The paper's figure 9: five requests, one after another, each with data of its own; the transaction's result is the sum of theirs,
 * and a request that fails breaks it. Run by one thread; {@link #inStep} may be asked by others.
 */
final class SteppedTransaction {

    static final int STEPS = 5;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http;
    private final int port;
    private final String name;
    private final long stepMillis;
    private final List<String> servers = new ArrayList<>();
    private @Nullable String session;
    private volatile int inStep;
    private long result;

    /**
     * @param name in the targets of its requests, so that ledgers tell them from others
     * @param stepMillis how long a server takes for a step
     */
    SteppedTransaction(HttpClient http, int port, String name, long stepMillis) {
        this.http = http;
        this.port = port;
        this.name = name;
        this.stepMillis = stepMillis;
    }

    String name() {
        return name;
    }

    /** The step that is on its way, from 1; 0 before the first. */
    int inStep() {
        return inStep;
    }

    /** Who has answered its steps so far. */
    synchronized List<String> servers() {
        return List.copyOf(servers);
    }

    /** What the failure-free transaction comes to. */
    long failureFree() {
        long sum = 0;
        for (int step = 1; step <= STEPS; step++) {
            sum += stepMillis + step;
        }
        return sum;
    }

    /** What it came to; only when it has run. */
    long result() {
        return result;
    }

    /** Runs it; whether all steps succeeded. */
    boolean run() throws InterruptedException {
        for (int step = 1; step <= STEPS; step++) {
            inStep = step;
            try {
                HttpResponse<String> reply = http.send(request(step), HttpResponse.BodyHandlers.ofString());
                if (reply.statusCode() != 200) {
                    return false;
                }
                note(reply);
            } catch (IOException broken) {
                return false;
            }
        }
        return true;
    }

    /** The text by which a ledger shows a step. */
    String mark(int step) {
        return "transaction=" + name + "&step=" + step + "&";
    }

    private HttpRequest request(int step) {
        // The reply says how many milliseconds it took: the step's data, and its result.
        URI target =
                URI.create("http://127.0.0.1:" + port + "/delay/" + (stepMillis + step) + "?" + mark(step) + "end");
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofString("Data[" + step + "]"));
        if (session != null) {
            request.header("Cookie", session);
        }
        return request.build();
    }

    private synchronized void note(HttpResponse<String> reply) {
        reply.headers().firstValue("set-cookie").ifPresent(cookie -> session = cookie.split(";", 2)[0]);
        servers.add(reply.headers().firstValue("x-served-by").orElse("?"));
        result += Long.parseLong(reply.body().replaceAll("\\D", ""));
    }
}

package org.netchestra.camel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.route.ExchangeRoute;
import org.netchestra.api.route.HeaderField;
import org.netchestra.api.route.ReplyHead;
import org.netchestra.api.route.RoutedExchange;

/**
 * Where the requests of one virtual server come in, and wait a moment while their route is replaced, so that a new version
 * of a route loses none. Thread-safe.
 */
public final class ExchangeGate implements ExchangeRoute {

    /** Takes requests over; must not block. */
    interface Taker {
        void take(RoutedExchange request);
    }

    /** Makes a gate known to the dispatcher. */
    @FunctionalInterface
    public interface Publisher {

        /** Publishes until the result is run. */
        Runnable publish(String virtualServer, ExchangeRoute route);
    }

    private static final long PATIENCE_MILLIS = 3_000;
    private static final int MOST_WAITING = 1_000;
    private static final int UNAVAILABLE = 503;

    private final String virtualServer;
    private final Publisher publisher;
    private final ScheduledExecutorService timer;
    private final Deque<RoutedExchange> waiting = new ArrayDeque<>();
    private @Nullable Taker taker;
    private @Nullable Runnable withdrawal;
    private int generation;

    ExchangeGate(String virtualServer, Publisher publisher, ScheduledExecutorService timer) {
        this.virtualServer = virtualServer;
        this.publisher = publisher;
        this.timer = timer;
    }

    /**
     * From now on requests go to this one, those that wait first.
     *
     * @throws IllegalStateException when another one takes them
     */
    synchronized void open(Taker next) {
        if (taker != null) {
            throw new IllegalStateException(
                    "netchestra:exchange/" + virtualServer + ": a second route from it (expected: one)");
        }
        taker = next;
        generation++;
        while (!waiting.isEmpty()) {
            next.take(waiting.removeFirst());
        }
        if (withdrawal == null) {
            withdrawal = publisher.publish(virtualServer, this);
        }
    }

    /** Requests wait for the next one, for a moment. */
    synchronized void close(Taker last) {
        if (taker == last) {
            taker = null;
            int closing = generation;
            var unused = timer.schedule(() -> giveUp(closing), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void giveUp(int closing) {
        List<RoutedExchange> left;
        synchronized (this) {
            if (generation != closing || taker != null) {
                return;
            }
            left = new ArrayList<>(waiting);
            waiting.clear();
            if (withdrawal != null) {
                withdrawal.run();
                withdrawal = null;
            }
        }
        left.forEach(request -> refuse(request, UNAVAILABLE, "no route available"));
    }

    @Override
    public void accept(RoutedExchange exchange) {
        if (!offer(exchange)) {
            // Not here: this is an event loop, and a refusal is written as streams are.
            timer.execute(() -> refuse(exchange, UNAVAILABLE, "no route available"));
        }
    }

    private synchronized boolean offer(RoutedExchange exchange) {
        if (taker != null) {
            taker.take(exchange);
        } else if (waiting.size() < MOST_WAITING) {
            waiting.addLast(exchange);
        } else {
            return false;
        }
        return true;
    }

    /** Answers in the dispatcher's manner. */
    static void refuse(RoutedExchange request, int status, String why) {
        byte[] text = (status + " " + why + "\n").getBytes(StandardCharsets.US_ASCII);
        List<HeaderField> fields = List.of(new HeaderField("Content-Type", "text/plain"));
        try (OutputStream out = request.reply(new ReplyHead(status, fields, text.length))) {
            out.write(text);
        } catch (IOException | IllegalStateException over) {
            // The client has left, or has a part of a reply already.
            request.fail();
        }
    }
}

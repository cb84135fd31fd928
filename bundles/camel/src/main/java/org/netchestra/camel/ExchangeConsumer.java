package org.netchestra.camel;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.route.ReplyHead;
import org.netchestra.api.route.RoutedExchange;

/** Runs a route for each request of a virtual server, and gives the message at its end as the reply. */
final class ExchangeConsumer extends DefaultConsumer implements ExchangeGate.Taker {

    private static final int OK = 200;
    private static final int FAILED = 500;
    private static final int BUSY = 503;

    private final ExchangeEndpoint endpoint;
    private @Nullable ExecutorService threads;

    ExchangeConsumer(ExchangeEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        threads = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newThreadPool(
                        this,
                        "netchestra-route-" + endpoint.virtualServer(),
                        new ThreadPoolProfileBuilder("netchestra-exchange")
                                .poolSize(endpoint.threads())
                                .maxPoolSize(endpoint.threads())
                                .maxQueueSize(endpoint.queueSize())
                                .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                                .build());
        endpoint.gate().open(this);
    }

    @Override
    protected void doStop() throws Exception {
        endpoint.gate().close(this);
        ExecutorService ending = threads;
        threads = null;
        if (ending != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(ending);
        }
        super.doStop();
    }

    @Override
    public void take(RoutedExchange request) {
        ExecutorService running = threads;
        try {
            if (running == null) {
                throw new RejectedExecutionException("stopped");
            }
            running.execute(() -> run(request));
        } catch (RejectedExecutionException full) {
            endpoint.countRejected();
            ExchangeGate.refuse(request, BUSY, "route busy");
        }
    }

    private void run(RoutedExchange request) {
        Exchange exchange = createExchange(false);
        Map<String, Object> came = fill(exchange.getMessage(), request);
        try {
            // Ours, because it ends behind the reply: what streams must not be closed when the route has ended.
            createUoW(exchange);
            process(exchange);
            reply(exchange, request, came);
        } catch (Exception failure) {
            // Camel declares it so; without a unit of work nothing can be done for the client.
            getExceptionHandler().handleException("request not answered by its route", exchange, failure);
            request.fail();
        } finally {
            doneUoW(exchange);
            releaseExchange(exchange, false);
        }
    }

    private void process(Exchange exchange) {
        try {
            getProcessor().process(exchange);
        } catch (Exception failure) {
            // The boundary to code of users: whatever a route throws concerns this one request.
            exchange.setException(failure);
        }
    }

    /** Makes the request a message; the headers that came of its fields. */
    private static Map<String, Object> fill(Message message, RoutedExchange request) {
        ExchangeHeaders.set(message, request.request().fields());
        Map<String, Object> came = new HashMap<>(message.getHeaders());
        message.setHeader(Exchange.HTTP_METHOD, request.request().method());
        ExchangeHeaders.setTarget(message, request.request().target());
        message.setHeader(
                ExchangeHeaders.CLIENT, ExchangeHeaders.client(request.request().client()));
        message.setHeader(ExchangeHeaders.VIRTUAL_SERVER, request.virtualServer());
        new ExchangeBody(request.body(), request.request().bodyLength()).setOn(message);
        return came;
    }

    private void reply(Exchange exchange, RoutedExchange request, Map<String, Object> came) {
        Exception failure = exchange.getException();
        if (failure == null) {
            failure = replyWith(exchange.getMessage(), request, came);
        } else {
            ExchangeGate.refuse(request, FAILED, "route failed");
        }
        if (failure == null) {
            endpoint.countCompleted();
        } else {
            endpoint.countFailed();
            getExceptionHandler().handleException("request not answered by its route", exchange, failure);
        }
    }

    /** Why it failed, or null. */
    private static @Nullable Exception replyWith(Message message, RoutedExchange request, Map<String, Object> came) {
        try {
            ExchangeBody body = ExchangeBody.of(message);
            int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, OK, Integer.class);
            // What the client sent is no part of the reply, although it is in the message still.
            ReplyHead head = new ReplyHead(status, ExchangeHeaders.fields(message, came), body.length());
            send(request, head, body);
            return null;
        } catch (InvalidPayloadException | IllegalArgumentException unusable) {
            ExchangeGate.refuse(request, FAILED, "route failed");
            return unusable;
        } catch (IOException gone) {
            request.fail();
            return gone;
        }
    }

    private static void send(RoutedExchange request, ReplyHead head, ExchangeBody body) throws IOException {
        OutputStream out = request.reply(head);
        body.stream().transferTo(out);
        // Not in a finally clause: closing makes the reply whole, which it is not when the body failed.
        out.close();
    }
}

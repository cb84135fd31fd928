package org.netchestra.camel;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.netchestra.api.route.ExchangeRoute;
import org.netchestra.api.route.HeaderField;
import org.netchestra.api.route.ReplyHead;
import org.netchestra.api.route.RequestHead;
import org.netchestra.api.route.RequestSender;
import org.netchestra.api.route.RoutedExchange;

/**
 * The dispatcher's end of routes, without its network: the appliance's integration tests have the real one. Servers answer with
 * the virtual server's name, the target and the body.
 */
final class TestDispatcher implements RequestSender, AutoCloseable {

    /** What a client got. */
    record Answer(int status, Map<String, String> fields, String body, long statedLength) {}

    final Map<String, ExchangeRoute> routes = new ConcurrentHashMap<>();
    final List<RequestHead> sent = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    final ExchangeGates gates = new ExchangeGates(this::publish, timer, this);

    private Runnable publish(String virtualServer, ExchangeRoute route) {
        routes.put(virtualServer, route);
        return () -> routes.remove(virtualServer);
    }

    @Override
    public Reply send(String virtualServer, RequestHead head, InputStream body) throws IOException {
        sent.add(head);
        String text =
                virtualServer + " " + head.target() + " " + new String(body.readAllBytes(), StandardCharsets.US_ASCII);
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        ReplyHead reply = new ReplyHead(200, List.of(new HeaderField("X-Server", "s1")), bytes.length);
        return new Reply() {
            private boolean closed;

            @Override
            public ReplyHead head() {
                return reply;
            }

            @Override
            public InputStream body() {
                return new ByteArrayInputStream(bytes) {
                    @Override
                    public int read(byte[] into, int offset, int length) {
                        return isClosed() ? -1 : super.read(into, offset, length);
                    }
                };
            }

            private synchronized boolean isClosed() {
                return closed;
            }

            @Override
            public synchronized void close() {
                closed = true;
            }
        };
    }

    CompletableFuture<Answer> ask(String method, String target, String body, String... fields) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        List<HeaderField> list = java.util.Arrays.stream(fields)
                .map(field -> new HeaderField(field.split(": ")[0], field.split(": ")[1]))
                .toList();
        InetSocketAddress client = new InetSocketAddress("192.0.2.7", 51234);
        RequestHead head = new RequestHead(method, target, list, client, body.length());
        routes.get("shop").accept(new Asked(head, body, answer));
        return answer;
    }

    Answer get(String target, String... fields) throws Exception {
        return ask("GET", target, "", fields).get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private record Asked(RequestHead request, String text, CompletableFuture<Answer> answer) implements RoutedExchange {

        @Override
        public String virtualServer() {
            return "shop";
        }

        @Override
        public InputStream body() {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public OutputStream reply(ReplyHead head) {
            return new ByteArrayOutputStream() {
                @Override
                public void close() {
                    Map<String, String> fields = new ConcurrentHashMap<>();
                    head.fields().forEach(field -> fields.merge(field.name(), field.value(), (a, b) -> a + "|" + b));
                    answer.complete(
                            new Answer(head.status(), fields, toString(StandardCharsets.US_ASCII), head.bodyLength()));
                }
            };
        }

        @Override
        public void fail() {
            answer.completeExceptionally(new IOException("torn"));
        }
    }
}

package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that come ahead of the replies to those before, in one piece. */
@ExtendWith(NoLeaks.class)
class PipeliningTest extends TlsFixture {

    private static final int REQUESTS = 50;
    private static final int[] SIZES = {30_000, 0, 1000, 30_000, 1, 10, 30_000, 30_000, 1000, 0, 30_000};

    private static RawServer server() throws IOException {
        return new RawServer(c -> {
            for (String head = c.readHead(); head != null; head = c.readHead()) {
                int number = Integer.parseInt(head.substring("GET /".length(), head.indexOf(" HTTP/")));
                c.write(number % 2 == 0 ? withLength(body(number)) : chunked(body(number)));
            }
        });
    }

    private static String body(int number) {
        return String.valueOf((char) ('0' + number)).repeat(SIZES[number % SIZES.length]);
    }

    private static String withLength(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String chunked(String body) {
        StringBuilder reply = new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int at = 0; at < body.length(); at += 1700) {
            String chunk = body.substring(at, Math.min(body.length(), at + 1700));
            reply.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return reply.append("0\r\n\r\n").toString();
    }

    private static void ask(Socket socket) throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < REQUESTS; i++) {
            all.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        try (RawClient client = new RawClient(socket)) {
            client.write(all.toString());
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(client.read().body()).describedAs("reply %d", i).isEqualTo(body(i));
            }
        }
    }

    @Test
    void shouldAnswerInOrder() throws Exception {
        try (RawServer server = server();
                Appliance appliance = new Appliance(List.of(server))) {
            for (int i = 0; i < 20; i++) {
                ask(appliance.client().socket);
            }
        }
    }

    @Test
    void shouldAnswerInOrderOverTls() throws Exception {
        try (RawServer server = server();
                Appliance appliance = new Appliance(List.of(server), certificates)) {
            for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
                for (int i = 0; i < 20; i++) {
                    ask(connect(appliance, pki.client(null), "shop.example", version));
                }
            }
        }
    }
}

package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Future;

/** Requests with {@linkplain Bulk#body large bodies}, and a server that tells whether they came as they were sent. */
final class Uploads {

    private Uploads() {}

    /** A server that reads each request whole, and answers with the number of bytes, or says that they are others. */
    static RawServer checking() throws IOException {
        return new RawServer(Uploads::check);
    }

    static void check(RawServer.Connection c) throws IOException {
        for (String head = c.readHead(); head != null; head = c.readHead()) {
            int size = length(head);
            boolean same = Arrays.equals(c.in.readNBytes(size), Bulk.body(size));
            String said = same ? "" + size : "other bytes";
            c.write("HTTP/1.1 200 OK\r\nContent-Length: " + said.length() + "\r\n\r\n" + said);
        }
    }

    static int length(String head) {
        return head.contains("Content-Length: ")
                ? Integer.parseInt(head.split("Content-Length: ")[1].split("\r\n")[0])
                : 0;
    }

    /** A request, head and body; further header lines end with CR LF each. */
    static byte[] request(String method, String target, int size, String... lines) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write((method + " " + target + " HTTP/1.1\r\nHost: test\r\nContent-Length: " + size + "\r\n"
                        + String.join("", lines) + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        request.write(Bulk.body(size));
        return request.toByteArray();
    }

    static byte[] post(int size) throws IOException {
        return request("POST", "/post", size);
    }

    /** Sends on a thread of its own, as whoever reads a reply must not wait for the end of the request. */
    static Future<?> send(RawClient client, byte[] bytes) {
        return Bulk.RUNNER.submit(() -> {
            client.socket.getOutputStream().write(bytes);
            return null;
        });
    }

    /** Reads the reply of {@link #checking}. */
    static void assertTaken(RawClient client, int size) throws IOException {
        RawClient.Reply reply = client.read();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("" + size);
    }

    /** Sends a request and reads the reply. */
    static void exchange(RawClient client, byte[] request, int size) throws Exception {
        Future<?> sent = send(client, request);
        assertTaken(client, size);
        sent.get();
    }
}

package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.netchestra.dispatcher.netty.Bulk.KILOBYTE;
import static org.netchestra.dispatcher.netty.Bulk.MEGABYTE;
import static org.netchestra.dispatcher.netty.Bulk.RUNNER;
import static org.netchestra.dispatcher.netty.Uploads.assertTaken;
import static org.netchestra.dispatcher.netty.Uploads.checking;
import static org.netchestra.dispatcher.netty.Uploads.exchange;
import static org.netchestra.dispatcher.netty.Uploads.post;
import static org.netchestra.dispatcher.netty.Uploads.request;
import static org.netchestra.dispatcher.netty.Uploads.send;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.dispatcher.netty.loop.Transport;

/** Bodies of HTTP/1.1 requests that pass within the kernel: the same as those that are copied. */
@ExtendWith({Bulk.class, NoLeaks.class})
class SplicedRequestTest {

    /** A server that lets the first of its requests wait until a test says otherwise. */
    private static RawServer waiting(CountDownLatch goOn) throws Exception {
        return new RawServer(c -> {
            RawServer.await(goOn);
            Uploads.check(c);
        });
    }

    @Test
    void shouldCarryBodiesOfAllSizesOnTheSameConnections() throws Exception {
        List<Integer> sizes = new ArrayList<>(List.of(0, 1, 12 * MEGABYTE + 1, 100, 5 * MEGABYTE, 64 * KILOBYTE));
        for (int around : new int[] {64 * KILOBYTE, 66 * KILOBYTE, 256 * KILOBYTE, MEGABYTE}) {
            sizes.addAll(List.of(around - 1, around, around + 1, around + 2, around + 3000));
        }
        try (RawServer server = checking();
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            for (int size : sizes) {
                exchange(client, post(size), size);
            }

            assertThat(server.connections).hasValue(1);
            assertThat(appliance.dispatcher.splicedBytes()).isGreaterThan(10L * MEGABYTE);
            Appliance.await("all records", () -> appliance.ended.size() == sizes.size());
            for (int i = 0; i < sizes.size(); i++) {
                Appliance.Ended ended = appliance.ended.get(i);
                assertThat(ended.termination()).isEqualTo("--");
                assertThat(ended.in()).isEqualTo(post(sizes.get(i)).length);
            }
            assertThat(appliance.dispatcher.pipesInUse()).isZero();
        }
    }

    @Test
    void shouldLeaveWhatFollowsABodyToTheNextRequest() throws Exception {
        ByteArrayOutputStream requests = new ByteArrayOutputStream();
        for (int size : Bulk.SIZES) {
            requests.write(post(size));
        }
        try (RawServer server = checking();
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            Future<?> sent = send(client, requests.toByteArray());
            for (int size : Bulk.SIZES) {
                assertTaken(client, size);
            }
            sent.get();

            assertThat(appliance.dispatcher.splicedBytes()).isPositive();
        }
    }

    @Test
    void shouldCarryManyAtOnce() throws Exception {
        try (RawServer server = checking();
                Appliance appliance = new Appliance(List.of(server))) {
            Bulk.carryMany(appliance, (client, sizes) -> {
                int size = sizes.nextInt(3 * MEGABYTE);
                exchange(client, post(size), size);
            });

            assertThat(appliance.dispatcher.splicedBytes()).isPositive();
        }
    }

    @Test
    void shouldCarryRequestAndReplyAtTheSameTime() throws Exception {
        int size = 16 * MEGABYTE;
        try (RawServer server = new RawServer(c -> {
                    for (String head = c.readHead(); head != null; head = c.readHead()) {
                        int left = Uploads.length(head);
                        c.write("HTTP/1.1 200 OK\r\nContent-Length: " + left + "\r\n\r\n");
                        byte[] block = new byte[MEGABYTE];
                        while (left > 0) {
                            int read = c.in.read(block, 0, Math.min(left, block.length));
                            c.out.write(block, 0, read);
                            left -= read;
                        }
                    }
                });
                Appliance appliance = new Appliance(List.of(server))) {
            for (int i = 0; i < 3; i++) {
                try (RawClient client = appliance.client()) {
                    Future<?> sent = send(client, post(size));
                    assertThat(client.readBytesAfterHead(size)).isEqualTo(Bulk.body(size));
                    sent.get();
                }
            }

            assertThat(appliance.dispatcher.splicedBytes()).isGreaterThan(3L * size);
            Appliance.await("no pipe to wait", () -> appliance.dispatcher.pipesInUse() == 0);
        }
    }

    @Test
    void shouldWaitForAServerThatReadsSlowlyAndNotBlameTheClient() throws Exception {
        int size = 24 * MEGABYTE;
        CountDownLatch goOn = new CountDownLatch(1);
        try (RawServer server = waiting(goOn);
                Appliance appliance = new Appliance(List.of(server), "min-body-rate=5000000", "min-body-grace=2s");
                RawClient client = appliance.client()) {
            Future<?> sent = send(client, post(size));
            Appliance.await("a pipe to wait", () -> appliance.dispatcher.pipesInUse() > 0);
            // Longer than the pace of what the sockets between hold would allow.
            RawServer.takeTime(5500);
            goOn.countDown();
            assertTaken(client, size);
            sent.get();

            exchange(client, post(100), 100);
            assertThat(server.connections).hasValue(1);
            assertThat(appliance.dispatcher.pipesInUse()).isZero();
        }
    }

    @Test
    void shouldCarryABodyThatTheServerAsksFor() throws Exception {
        int size = 8 * MEGABYTE;
        try (RawServer server = new RawServer(c -> {
                    String head = c.readHead();
                    c.write("HTTP/1.1 100 Continue\r\n\r\n");
                    assertThat(c.in.readNBytes(Uploads.length(head))).isEqualTo(Bulk.body(size));
                    c.write("HTTP/1.1 204 No Content\r\n\r\n");
                    c.readHead();
                });
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            byte[] request = request("POST", "/", size, "Expect: 100-continue\r\n");
            int head = request.length - size;
            client.socket.getOutputStream().write(request, 0, head);
            assertThat(client.read().status()).isEqualTo(100);
            client.socket.getOutputStream().write(request, head, size);

            assertThat(client.read().status()).isEqualTo(204);
            assertThat(appliance.dispatcher.splicedBytes()).isPositive();
        }
    }

    @Test
    void shouldDrainWhileABodyPasses() throws Exception {
        int size = 24 * MEGABYTE;
        CountDownLatch goOn = new CountDownLatch(1);
        try (RawServer server = waiting(goOn);
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            Future<?> sent = send(client, post(size));
            Appliance.await("a pipe to wait", () -> appliance.dispatcher.pipesInUse() > 0);
            Future<?> stopped = RUNNER.submit(appliance.server::stop);
            goOn.countDown();
            assertTaken(client, size);

            sent.get();
            assertThat(client.isEnded()).isTrue();
            stopped.get();
        }
    }

    @Test
    void shouldPassUnreadOnlyWhatNobodyMayAskForAgain() throws Exception {
        int size = 4 * MEGABYTE;
        for (String key : List.of("fail-safe=paper", "replayable=/post", "journal=durable", "transaction=cookie")) {
            assertPasses(false, size, post(size), key);
        }
        assertPasses(false, size, request("PUT", "/", size));
        assertPasses(false, size, request("DELETE", "/", size));
        assertPasses(false, size, request("POST", "/", size, "Idempotency-Key: k\r\n"));
        assertPasses(true, size, post(size));
        assertPasses(true, size, request("PATCH", "/", size));
        assertPasses(true, size, request("PUT", "/", size), "fail-safe=off");
        // What is too large is given up on the way, and passes from there on.
        assertPasses(true, size, request("PUT", "/", size), "journal-max-body=2m");
    }

    private static void assertPasses(boolean unread, int size, byte[] request, String... keys) throws Exception {
        try (RawServer server = checking();
                Appliance appliance = new Appliance(List.of(server), keys);
                RawClient client = appliance.client()) {
            exchange(client, request, size);

            assertThat(appliance.dispatcher.splicedBytes() > 0)
                    .describedAs(
                            "%s %s passes unread", new String(request, 0, 6, StandardCharsets.US_ASCII), List.of(keys))
                    .isEqualTo(unread);
        }
    }

    @Test
    void shouldCopyWhereItIsSwitchedOffOrCannotBe() throws Exception {
        try (RawServer server = checking();
                Appliance off = new Appliance(List.of(server), "splice=off");
                Appliance selectors = new Appliance(Transport.NIO, List.of(server))) {
            for (Appliance appliance : List.of(off, selectors)) {
                try (RawClient client = appliance.client()) {
                    exchange(client, post(4 * MEGABYTE), 4 * MEGABYTE);
                    assertThat(appliance.dispatcher.splicedBytes()).isZero();
                }
            }
        }
    }
}

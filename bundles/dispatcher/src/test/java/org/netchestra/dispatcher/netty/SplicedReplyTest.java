package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.netchestra.dispatcher.netty.Bulk.KILOBYTE;
import static org.netchestra.dispatcher.netty.Bulk.MEGABYTE;
import static org.netchestra.dispatcher.netty.Bulk.RUNNER;
import static org.netchestra.dispatcher.netty.Bulk.body;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.dispatcher.netty.loop.Transport;
import org.netchestra.dispatcher.netty.splice.PipePool;

/** Bodies of HTTP/1.1 replies that pass within the kernel: the same as those that are copied, whatever either side does. */
@ExtendWith({Bulk.class, NoLeaks.class})
class SplicedReplyTest {

    private static void head(RawServer.Connection c, int size) throws IOException {
        c.write("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
    }

    /** Answers with bodies as large as the target says. */
    private static RawServer sized() throws IOException {
        return new RawServer(c -> {
            for (String request = c.readHead(); request != null; request = c.readHead()) {
                int size = Integer.parseInt(request.split(" ")[1].substring(1));
                head(c, size);
                if (!request.startsWith("HEAD")) {
                    c.out.write(body(size));
                }
            }
        });
    }

    private static String request(int size) {
        return "GET /" + size + " HTTP/1.1\r\nHost: test\r\n\r\n";
    }

    private static void receive(RawClient client, int size) throws IOException {
        assertThat(Arrays.equals(client.readBytesAfterHead(size), body(size)))
                .describedAs("a body of %d bytes is the server's", size)
                .isTrue();
    }

    @Test
    void shouldCarryBodiesOfAllSizesOnTheSameConnections() throws Exception {
        List<Integer> sizes = new ArrayList<>(List.of(0, 1, 12 * MEGABYTE + 1, 100, 5 * MEGABYTE, 64 * KILOBYTE));
        for (int around : new int[] {64 * KILOBYTE, 66 * KILOBYTE, 256 * KILOBYTE, MEGABYTE}) {
            sizes.addAll(List.of(around - 1, around, around + 1, around + 2, around + 3000));
        }
        try (RawServer server = sized();
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            for (int size : sizes) {
                client.write(request(size));
                receive(client, size);
            }

            assertThat(server.connections).hasValue(1);
            assertThat(appliance.dispatcher.splicedBytes()).isGreaterThan(10L * MEGABYTE);
            assertThat(appliance.conductor.status("test").splice()).isEqualTo("on");
            Appliance.await("all records", () -> appliance.ended.size() == sizes.size());
            for (int i = 0; i < sizes.size(); i++) {
                Appliance.Ended ended = appliance.ended.get(i);
                assertThat(ended.termination()).isEqualTo("--");
                assertThat(ended.out()).isBetween(sizes.get(i) + 30L, sizes.get(i) + 300L);
            }
            assertThat(appliance.dispatcher.pipesInUse()).isZero();
        }
    }

    @Test
    void shouldAnswerPipelinedRequestsInOrder() throws Exception {
        StringBuilder requests = new StringBuilder();
        Bulk.SIZES.forEach(size -> requests.append(request(size)));
        try (RawServer server = sized();
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            client.write(requests.toString());
            for (int size : Bulk.SIZES) {
                receive(client, size);
            }
            client.write("HEAD /" + 4 * MEGABYTE + " HTTP/1.1\r\nHost: test\r\n\r\n" + request(7));
            assertThat(client.read(true).field("Content-Length")).isEqualTo("" + 4 * MEGABYTE);
            receive(client, 7);

            assertThat(appliance.dispatcher.splicedBytes()).isPositive();
        }
    }

    @Test
    void shouldCarryManyAtOnce() throws Exception {
        try (RawServer server = sized();
                Appliance appliance = new Appliance(List.of(server))) {
            Bulk.carryMany(appliance, (client, sizes) -> {
                int size = sizes.nextInt(60) * 50_001;
                client.write(request(size));
                receive(client, size);
            });
        }
    }

    @Test
    void shouldWaitForAClientThatReadsSlowly() throws Exception {
        int size = 24 * MEGABYTE;
        try (RawServer server = sized();
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            client.write(request(size) + request(100));
            Appliance.await("a pipe to wait", () -> appliance.dispatcher.pipesInUse() > 0);
            receive(client, size);
            receive(client, 100);

            Appliance.await("the pipe to be empty", () -> appliance.dispatcher.pipesInUse() == 0);
            assertThat(server.connections).hasValue(1);
        }
    }

    /** A client of whom little is on the way at a time. */
    private static RawClient narrow(Appliance appliance) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 * KILOBYTE);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), appliance.server.port()));
        return new RawClient(socket);
    }

    /** More than there are pipes: some are copied from the middle of a body on. */
    @Test
    void shouldServeEverybodyWhileManyReadNothing() throws Exception {
        int size = 5 * MEGABYTE;
        int pipes = 2 * PipePool.MOST;
        try (RawServer server = sized();
                Appliance appliance = new Appliance(List.of(server))) {
            List<RawClient> sleeping = new ArrayList<>();
            for (int i = 0; i < pipes * 3 / 2; i++) {
                sleeping.add(narrow(appliance).write(request(size)));
            }
            Appliance.await("most pipes to wait", () -> appliance.dispatcher.pipesInUse() > pipes / 2);
            try (RawClient client = appliance.client()) {
                receive(client.write(request(3 * MEGABYTE)), 3 * MEGABYTE);
            }
            for (RawClient client : sleeping) {
                receive(client, size);
                client.close();
            }
            Appliance.await("no pipe to wait", () -> appliance.dispatcher.pipesInUse() == 0);
        }
    }

    @Test
    void shouldBreakAReplyOffWhoseServerDies() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    String request = c.readHead();
                    head(c, 8 * MEGABYTE);
                    c.out.write(body(5 * MEGABYTE));
                    if (request.startsWith("GET /reset")) {
                        c.reset();
                    }
                });
                Appliance appliance = new Appliance(List.of(server))) {
            for (String how : List.of("/close", "/reset")) {
                try (RawClient client = appliance.client()) {
                    client.write("GET " + how + " HTTP/1.1\r\nHost: test\r\n\r\n");
                    client.readHead();
                    assertThat(client.readAllLeniently().length()).isLessThanOrEqualTo(5 * MEGABYTE);
                }
            }
            Appliance.await("the records", () -> appliance.ended.size() == 2);
            assertThat(appliance.ended).allMatch(e -> e.termination().equals("SD") && e.status() == 200);
            assertThat(appliance.dispatcher.splicedBytes()).isPositive();
            Appliance.await("no pipe to wait", () -> appliance.dispatcher.pipesInUse() == 0);
        }
    }

    @Test
    void shouldLetGoOfServerAndPipeWhenTheClientDies() throws Exception {
        try (RawServer server = sized();
                Appliance appliance = new Appliance(List.of(server))) {
            DyingClients.visit(appliance, request(48 * MEGABYTE));
        }
    }

    @Test
    void shouldNotWaitForEverForEitherSide() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer server = new RawServer(c -> {
                    boolean stalls = c.readHead().startsWith("GET /stall");
                    head(c, 48 * MEGABYTE);
                    c.out.write(body(stalls ? 2 * MEGABYTE : 48 * MEGABYTE));
                    RawServer.await(over);
                });
                Appliance appliance = new Appliance(List.of(server), "timeout-data=1s");
                RawClient reading = appliance.client();
                RawClient sleeping = appliance.client()) {
            reading.write("GET /stall HTTP/1.1\r\nHost: test\r\n\r\n");
            assertThat(reading.readAllLeniently().length()).isGreaterThan(2 * MEGABYTE);
            assertThat(appliance.firstEnded().termination()).isEqualTo("sD");

            sleeping.write(request(1));
            Appliance.await("the record", () -> appliance.ended.size() == 2);
            assertThat(appliance.ended.get(1).termination()).isEqualTo("cD");
            assertThat(appliance.dispatcher.splicedBytes()).isPositive();
            Appliance.await("no pipe to wait", () -> appliance.dispatcher.pipesInUse() == 0);
            over.countDown();
        }
    }

    @Test
    void shouldNotUseAConnectionAgainOnWhichMoreCameThanTheReply() throws Exception {
        int size = 2 * MEGABYTE;
        byte[] smuggled = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil".getBytes(StandardCharsets.US_ASCII);
        try (RawServer server = new RawServer(c -> {
                    for (String request = c.readHead(); request != null; request = c.readHead()) {
                        byte[] all = Arrays.copyOf(body(size), size + smuggled.length);
                        System.arraycopy(smuggled, 0, all, size, smuggled.length);
                        head(c, size);
                        c.out.write(all, 0, size - 100);
                        // In one segment with the end of the body: what comes later is a server's answer to no request
                        // it has seen.
                        c.out.write(all, size - 100, 100 + smuggled.length);
                    }
                });
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            client.write(request(1) + request(2) + request(3));
            for (int i = 0; i < 3; i++) {
                receive(client, size);
            }

            assertThat(appliance.dispatcher.splicedBytes()).isPositive();
            assertThat(server.connections).hasValue(3);
        }
    }

    @Test
    void shouldTakeTheRestOfABodyWhoseServerHasEndedWhileThePipeWaits() throws Exception {
        int size = 24 * MEGABYTE + 77;
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    head(c, size);
                    c.out.write(body(size));
                });
                Appliance appliance = new Appliance(List.of(server))) {
            for (int i = 0; i < 5; i++) {
                try (RawClient client = appliance.client()) {
                    client.write(request(1) + request(2));
                    Appliance.await("a pipe to wait", () -> appliance.dispatcher.pipesInUse() > 0);
                    client.socket.shutdownOutput();
                    receive(client, size);
                    receive(client, size);
                    assertThat(client.isEnded()).isTrue();
                }
            }
            assertThat(appliance.ended)
                    .hasSize(10)
                    .allMatch(e -> e.termination().equals("--"));
            Appliance.await("no pipe to wait", () -> appliance.dispatcher.pipesInUse() == 0);
            assertThat(server.connections).hasValue(10);
        }
    }

    @Test
    void shouldCarryWhatTheJournalConfirmsByItsHead() throws Exception {
        for (String confirm : List.of("small", "head", "whole")) {
            try (RawServer server = sized();
                    Appliance appliance = new Appliance(List.of(server), "confirm=" + confirm);
                    RawClient client = appliance.client()) {
                for (int size : new int[] {8 * MEGABYTE, 10, MEGABYTE}) {
                    client.write(request(size));
                    receive(client, size);
                }
                assertThat(server.connections).hasValue(1);
            }
        }
    }

    @Test
    void shouldDrainWhileABodyPasses() throws Exception {
        try (RawServer server = sized();
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            client.write(request(24 * MEGABYTE));
            Appliance.await("a pipe to wait", () -> appliance.dispatcher.pipesInUse() > 0);
            Future<?> stopped = RUNNER.submit(appliance.server::stop);
            receive(client, 24 * MEGABYTE);

            assertThat(client.isEnded()).isTrue();
            stopped.get();
        }
    }

    @Test
    void shouldCopyWhereItIsSwitchedOffOrCannotBe() throws Exception {
        try (RawServer server = sized();
                Appliance off = new Appliance(List.of(server), "splice=off");
                Appliance selectors = new Appliance(Transport.NIO, List.of(server))) {
            for (Appliance appliance : List.of(off, selectors)) {
                try (RawClient client = appliance.client()) {
                    client.write(request(4 * MEGABYTE));
                    receive(client, 4 * MEGABYTE);
                    assertThat(appliance.dispatcher.splicedBytes()).isZero();
                    assertThat(appliance.conductor.status("test").splice()).startsWith("off: ");
                }
            }
        }
    }
}

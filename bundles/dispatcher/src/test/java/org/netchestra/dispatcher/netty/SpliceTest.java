package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.netchestra.dispatcher.netty.Bulk.MEGABYTE;
import static org.netchestra.dispatcher.netty.Bulk.RUNNER;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.core.os.PipeSizer;
import org.netchestra.dispatcher.netty.loop.Transport;

/** Bytes that stay in the kernel: the same as those that are copied, whatever either side does. */
@ExtendWith({Bulk.class, NoLeaks.class})
class SpliceTest {

    private static RawServer echoing() throws Exception {
        return new RawServer(c -> {
            c.in.transferTo(c.out);
            c.write("!");
        });
    }

    /** Sends so many random bytes. */
    private static byte[] send(OutputStream out, long seed, int size) throws IOException {
        MessageDigest digest = sha();
        Random random = new Random(seed);
        byte[] block = new byte[64 * 1024];
        for (int left = size; left > 0; left -= block.length) {
            random.nextBytes(block);
            int length = Math.min(left, block.length);
            digest.update(block, 0, length);
            out.write(block, 0, length);
        }
        return digest.digest();
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** What comes until the end, but for the last byte, which is returned instead. */
    private static byte[] digestOf(InputStream in, int size) throws IOException {
        DigestInputStream digest = new DigestInputStream(in, sha());
        byte[] block = new byte[8192];
        int left = size;
        while (left > 0) {
            int read = digest.read(block, 0, Math.min(left, block.length));
            assertThat(read).describedAs("with %d bytes to come", left).isPositive();
            left -= read;
        }
        return digest.getMessageDigest().digest();
    }

    private static void echo(Appliance appliance, long seed, int size) throws Exception {
        try (RawClient client = appliance.client()) {
            Future<byte[]> sent = RUNNER.submit(() -> {
                byte[] digest = send(client.socket.getOutputStream(), seed, size);
                client.socket.shutdownOutput();
                return digest;
            });
            InputStream in = client.socket.getInputStream();
            byte[] received = digestOf(in, size);

            assertThat(in.read()).isEqualTo('!');
            assertThat(in.read()).isEqualTo(-1);
            assertThat(received).isEqualTo(sent.get());
        }
    }

    @Test
    void shouldCarryEveryByteOfManySizesBothWays() throws Exception {
        long seed = System.nanoTime();
        System.out.println("SpliceTest seed " + seed);
        Random random = new Random(seed);
        try (RawServer server = echoing();
                Appliance appliance = new Appliance(List.of(server), "protocol=tcp")) {
            List<Integer> sizes = new ArrayList<>(List.of(1, 65535, 65536, 65537, MEGABYTE, 20 * MEGABYTE + 1));
            for (int i = 0; i < 20; i++) {
                sizes.add(random.nextInt(1 << (10 + random.nextInt(14))));
            }
            List<Future<?>> all = new ArrayList<>();
            long total = 0;
            for (int size : sizes) {
                total += size;
                all.add(RUNNER.submit(() -> {
                    echo(appliance, seed + size, size);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }

            assertThat(appliance.dispatcher.splicedBytes()).isGreaterThan(10L * MEGABYTE);
            long bytes = total;
            Appliance.await("all records", () -> appliance.ended.size() == sizes.size());
            assertThat(appliance.ended.stream().mapToLong(Appliance.Ended::in).sum())
                    .isEqualTo(bytes);
            assertThat(appliance.ended.stream().mapToLong(Appliance.Ended::out).sum())
                    .isEqualTo(bytes + sizes.size());
            assertThat(appliance.ended).allMatch(e -> e.termination().equals("--"));
            assertThat(appliance.dispatcher.pipesInUse()).isZero();
        }
    }

    @Test
    void shouldWaitForAClientThatReadsSlowly() throws Exception {
        int size = 16 * MEGABYTE;
        try (RawServer server = new RawServer(c -> {
                    send(c.out, 7, size);
                    c.out.flush();
                });
                Appliance appliance = new Appliance(List.of(server), "protocol=tcp");
                RawClient client = appliance.client()) {
            // Nobody reads until a pipe has to keep what the client does not take.
            Appliance.await("a pipe to wait", () -> appliance.dispatcher.pipesInUse() > 0);
            byte[] received = digestOf(client.socket.getInputStream(), size);

            assertThat(received).isEqualTo(send(OutputStream.nullOutputStream(), 7, size));
            assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
            Appliance.await("the pipe to be empty", () -> appliance.dispatcher.pipesInUse() == 0);
        }
    }

    @Test
    void shouldLetGoOfPipesWhenEitherSideDies() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    int what = c.in.read();
                    try {
                        send(c.out, 3, 64 * MEGABYTE);
                    } catch (IOException clientDied) {
                        assertThat(what).isEqualTo('c');
                    }
                    c.socket.setSoLinger(true, 0);
                });
                Appliance appliance = new Appliance(List.of(server), "protocol=tcp")) {
            DyingClients.visit(appliance, "c");
        }
    }

    @Test
    void shouldPassOnWhatAServerSentBeforeItDied() throws Exception {
        int size = 8 * MEGABYTE + 13;
        try (RawServer server = new RawServer(c -> {
                    send(c.out, 5, size);
                    c.in.read();
                    c.socket.setSoLinger(true, 0);
                });
                Appliance appliance = new Appliance(List.of(server), "protocol=tcp");
                RawClient client = appliance.client()) {
            assertThat(digestOf(client.socket.getInputStream(), size))
                    .isEqualTo(send(OutputStream.nullOutputStream(), 5, size));
            client.write("die");
            assertThat(client.isEnded()).isTrue();

            assertThat(appliance.firstEnded().termination()).isEqualTo("SD");
            assertThat(appliance.firstEnded().out()).isEqualTo(size);
            Appliance.await("no pipe to wait", () -> appliance.dispatcher.pipesInUse() == 0);
        }
    }

    @Test
    void shouldCopySmallMessages() throws Exception {
        try (RawServer server = new RawServer(c -> c.in.transferTo(c.out));
                Appliance appliance = new Appliance(List.of(server), "protocol=tcp");
                RawClient client = appliance.client()) {
            byte[] message = new byte[1024];
            for (int i = 0; i < 1000; i++) {
                client.socket.getOutputStream().write(message);
                assertThat(client.socket.getInputStream().readNBytes(message.length))
                        .hasSize(message.length);
            }
            assertThat(appliance.dispatcher.splicedBytes()).isZero();
        }
    }

    @Test
    void shouldCloseEveryPipeAtItsEnd() throws Exception {
        long before = pipes();
        try (RawServer server = echoing();
                Appliance appliance = new Appliance(List.of(server), "protocol=tcp")) {
            for (int i = 0; i < 5; i++) {
                echo(appliance, i, 4 * MEGABYTE);
            }
            assertThat(appliance.dispatcher.splicedBytes()).isPositive();
        }
        Appliance.await("all pipes to be closed", () -> pipes() <= before);
    }

    /** Ends of pipes this process has open. */
    private static long pipes() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(SpliceTest::isPipe).count();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static boolean isPipe(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    @Test
    void shouldCopyWhereItIsSwitchedOffAndSayWhy() throws Exception {
        try (RawServer server = echoing();
                Appliance appliance = new Appliance(List.of(server), "protocol=tcp", "splice=off")) {
            echo(appliance, 1, 4 * MEGABYTE);

            assertThat(appliance.dispatcher.splicedBytes()).isZero();
            assertThat(appliance.conductor.status("test").splice()).isEqualTo("off: splice = off");
            appliance.server.reconfigure(appliance.spec(List.of(server), "splice=auto"));
            assertThat(appliance.conductor.status("test").splice()).isEqualTo("on");
        }
    }

    @Test
    void shouldAskForLargerPipesAndTellWhereThereIsNoSplicing() throws Exception {
        List<Integer> sized = new java.util.concurrent.CopyOnWriteArrayList<>();
        PipeSizer sizer = pipe -> {
            sized.add(pipe);
            return PipeSizer.ORDINARY;
        };
        try (RawServer server = echoing();
                Appliance appliance = new Appliance(List.of(server), "protocol=tcp");
                Appliance selectors = new Appliance(Transport.NIO, List.of(server), "protocol=tcp")) {
            appliance.dispatcher.pipes(sizer);
            echo(appliance, 1, 4 * MEGABYTE);
            echo(selectors, 1, 4 * MEGABYTE);

            assertThat(sized).isNotEmpty();
            assertThat(selectors.dispatcher.splicedBytes()).isZero();
            assertThat(selectors.conductor.status("test").splice()).startsWith("off: the transport is NIO");
        }
    }
}

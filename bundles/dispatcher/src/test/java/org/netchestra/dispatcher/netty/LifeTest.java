package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.core.config.InvalidConfigurationException;

/** Virtual servers that start, change and stop while clients use them. */
@SuppressWarnings("try") // some servers only have to be there
@ExtendWith(NoLeaks.class)
class LifeTest {

    @Test
    void shouldChangeServersWhileRequestsRunAndLoseNone() throws Exception {
        try (RawServer one = RawServer.echo("one");
                RawServer two = RawServer.echo("two");
                Appliance appliance = new Appliance(List.of(one, two))) {
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger ok = new AtomicInteger();
            List<Throwable> failures = new ArrayList<>();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                clients.add(new Thread(() -> load(appliance, stop, ok, failures)));
            }
            clients.forEach(Thread::start);
            for (int i = 0; i < 40; i++) {
                List<RawServer> servers = i % 3 == 0 ? List.of(one) : i % 3 == 1 ? List.of(two, one) : List.of(two);
                appliance.server.reconfigure(appliance.spec(servers, "max-attempts=" + (1 + i % 3)));
                int before = ok.get();
                Appliance.await("some requests", () -> ok.get() > before + 20 || !failures.isEmpty());
            }
            stop.set(true);
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failures).isEmpty();
            assertThat(ok.get()).isGreaterThan(800);
        }
    }

    private static void load(Appliance appliance, AtomicBoolean stop, AtomicInteger ok, List<Throwable> failures) {
        try (RawClient client = appliance.client()) {
            while (!stop.get()) {
                RawClient.Reply reply = client.get("/x");
                if (reply.status() != 200) {
                    throw new IOException("status: " + reply.status() + " (expected: 200)");
                }
                ok.incrementAndGet();
            }
        } catch (IOException failure) {
            synchronized (failures) {
                failures.add(failure);
            }
        }
    }

    @Test
    void shouldMoveToAnotherAddressAndKeepConnections() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server));
                RawClient early = appliance.client()) {
            assertThat(early.get("/").status()).isEqualTo(200);
            int before = appliance.server.port();
            int port = freePort();

            appliance.server.reconfigure(appliance.spec(List.of(server), "listen=127.0.0.1:" + port));

            assertThat(appliance.server.port()).isEqualTo(port);
            assertThat(early.get("/").status()).isEqualTo(200);
            assertThat(appliance.client().get("/").status()).isEqualTo(200);
            assertThatThrownBy(() -> new RawClient(before).close()).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void shouldGoOnAsBeforeWhenTheNewAddressIsTaken() throws Exception {
        try (RawServer server = RawServer.echo("s");
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Appliance appliance = new Appliance(List.of(server))) {
            String listen = "127.0.0.1:" + taken.getLocalPort();
            int before = appliance.server.port();

            assertThatThrownBy(() -> appliance.server.reconfigure(appliance.spec(List.of(server), "listen=" + listen)))
                    .isInstanceOf(InvalidConfigurationException.class)
                    .hasMessage("listen = " + listen
                            + " (expected: an address this process may bind; Address already in use)");
            assertThat(appliance.server.port()).isEqualTo(before);
            try (RawClient client = appliance.client()) {
                assertThat(client.get("/").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void shouldTakeItsAddressWhenThatBecomesFree() throws Exception {
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), "listen=127.0.0.1:" + taken.getLocalPort())) {
            assertThat(appliance.server.port()).isEqualTo(-1);
            Appliance.await(
                    "the event", () -> appliance.events.stream().anyMatch(e -> e.contains("Address already in use")));

            taken.close();

            Appliance.await("the listener", () -> appliance.server.port() > 0);
            assertThat(appliance.client().get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void shouldFinishExchangesBeforeItStops() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    asked.countDown();
                    awaitUninterruptibly(answer);
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
                    c.readHead();
                });
                Appliance appliance = new Appliance(List.of(server));
                RawClient idle = appliance.client();
                RawClient busy = appliance.client()) {
            int port = appliance.server.port();
            busy.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            asked.await();
            Thread stopping = new Thread(appliance.server::stop);
            stopping.start();
            assertThat(idle.isEnded()).isTrue();
            assertThatThrownBy(() -> new RawClient(port).close()).isInstanceOf(ConnectException.class);

            answer.countDown();
            RawClient.Reply reply = busy.read();

            assertThat(reply.body()).isEqualTo("done");
            assertThat(reply.field("Connection")).isEqualTo("close");
            stopping.join(10_000);
            assertThat(stopping.isAlive()).isFalse();
            assertThat(appliance.conductor.status("test")).isNull();
        }
    }

    @Test
    void shouldNotWaitForeverWhenItStops() throws Exception {
        try (RawServer server = silent();
                Appliance appliance = new Appliance(List.of(server), "timeout-drain=200ms");
                RawClient client = appliance.client()) {
            client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Appliance.await(
                    "in flight",
                    () -> appliance.conductor.status("test").traffic().inFlight() == 1);

            appliance.server.stop();

            assertThat(client.isEnded()).isTrue();
            assertThat(appliance.firstEnded().termination()).isEqualTo("KD");
        }
    }

    private static RawServer silent() throws IOException {
        return new RawServer(c -> {
            c.readHead();
            c.readHead();
        });
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

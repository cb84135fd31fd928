package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netchestra.dispatcher.netty.loop.Transport;

/** Bytes through a virtual server that knows no HTTP. */
@ExtendWith(NoLeaks.class)
class TcpRelayTest {

    private static RawServer echoing() throws Exception {
        return new RawServer(c -> {
            c.in.transferTo(c.out);
            c.write("!");
        });
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void shouldCarryBytesBothWaysAndEachEndOnItsOwn(Transport transport) throws Exception {
        byte[] sent = new byte[30 << 20];
        new Random(1).nextBytes(sent);
        try (RawServer server = echoing();
                Appliance appliance = new Appliance(transport, List.of(server), "protocol=tcp");
                RawClient client = appliance.client()) {
            RawServer.daemon(() -> {
                try {
                    client.socket.getOutputStream().write(sent);
                    client.socket.shutdownOutput();
                } catch (java.io.IOException failed) {
                    throw new AssertionError(failed);
                }
            });
            byte[] received = client.socket.getInputStream().readAllBytes();

            assertThat(received).hasSize(sent.length + 1);
            assertThat(Arrays.equals(received, 0, sent.length, sent, 0, sent.length))
                    .isTrue();
            Appliance.await(
                    "the end",
                    () -> appliance.conductor.status("test").traffic().inFlight() == 0);
            assertThat(appliance.conductor.status("test").traffic().bytesIn()).isEqualTo(sent.length);
        }
    }

    @Test
    void shouldTryAnotherServerAndCloseWhenThereIsNone() throws Exception {
        try (RawServer dead = echoing();
                RawServer alive = echoing();
                Appliance appliance = new Appliance(List.of(dead, alive), "protocol=tcp")) {
            closeServer(dead);
            try (RawClient client = appliance.client()) {
                client.write("x");
                client.socket.shutdownOutput();
                assertThat(client.readToEnd()).isEqualTo("x!");
            }
            closeServer(alive);
            try (RawClient client = appliance.client()) {
                assertThat(client.isEnded()).isTrue();
            }
        }
    }

    @Test
    void shouldRecordWhatWasRelayed() throws Exception {
        try (RawServer server = echoing();
                Appliance appliance = new Appliance(List.of(server), "protocol=tcp");
                RawClient client = appliance.client()) {
            client.write("hello");
            client.socket.shutdownOutput();
            assertThat(client.readToEnd()).isEqualTo("hello!");

            Appliance.Ended ended = appliance.firstEnded();
            assertThat(ended.in()).isEqualTo(5);
            assertThat(ended.out()).isEqualTo(6);
            assertThat(ended.server()).isEqualTo("s1");
            assertThat(ended.termination()).isEqualTo("--");
        }
    }

    @Test
    void shouldEndATunnelThatIsSilent() throws Exception {
        try (RawServer server = echoing();
                Appliance appliance = new Appliance(List.of(server), "protocol=tcp", "timeout-tunnel=300ms");
                RawClient client = appliance.client()) {
            client.write("hello");

            assertThat(client.readToEnd()).startsWith("hello");
            assertThat(appliance.firstEnded().termination()).isEqualTo("cD");
        }
    }

    /** Sends as much as is taken, and a second later resets the connection. */
    private static RawServer dyingInFullFlow() throws Exception {
        return new RawServer(c -> {
            RawServer.daemon(() -> {
                try {
                    for (byte[] piece = new byte[1 << 16]; ; ) {
                        c.out.write(piece);
                    }
                } catch (java.io.IOException reset) {
                    // That is its end.
                }
            });
            RawServer.takeTime(1000);
            c.reset();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "off"})
    void shouldNotWaitForEverForAClientThatTakesNothingOfWhatIsLeft(String splice) throws Exception {
        try (RawServer server = dyingInFullFlow();
                Appliance appliance =
                        new Appliance(List.of(server), "protocol=tcp", "timeout-data=500ms", "splice=" + splice);
                RawClient client = appliance.client()) {
            client.write("x");
            appliance.firstEnded();

            Appliance.await(
                    "the end", () -> appliance.server.handle().connections().get() == 0);
            assertThat(client.socket.isClosed()).isFalse();
        }
    }

    @Test
    void shouldRecordThatNoServerCouldBeConnectedTo() throws Exception {
        try (RawServer dead = echoing();
                Appliance appliance = new Appliance(List.of(dead), "protocol=tcp")) {
            closeServer(dead);
            try (RawClient client = appliance.client()) {
                assertThat(client.isEnded()).isTrue();
            }
            assertThat(appliance.firstEnded().termination()).isEqualTo("SC");
        }
    }

    private static void closeServer(RawServer server) throws Exception {
        server.close();
    }
}

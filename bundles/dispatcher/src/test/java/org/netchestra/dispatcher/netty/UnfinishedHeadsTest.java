package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.netchestra.dispatcher.netty.Frames.HEADERS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that begin and do not go on, by the thousands: no more of them are held than there is memory for. */
@ExtendWith(NoLeaks.class)
class UnfinishedHeadsTest {

    /** More of them than are held by any machine that tests run on. */
    private static final int MANY = 6000;

    private static final String HALF = "GET /x HTTP/1.1\r\nHost: a\r\nX: y";

    /** A header section whose last frame has not come takes as much as the largest one would. */
    private static final byte[] SECTION = new Frames()
            .begin()
            .frame(HEADERS, 0, 1, Frames.block(":method=GET"))
            .bytes();

    private static long refused(Appliance appliance) {
        return appliance.refusals().getOrDefault("unfinished-heads", 0L);
    }

    /** Takes nearly all of the memory of every event loop: opens connections until the latest ones are ended. */
    private static List<RawClient> sections(Appliance appliance) throws IOException {
        List<RawClient> clients = new ArrayList<>();
        while (ended(appliance, clients) < 20) {
            assertThat(clients.size()).isLessThan(MANY);
            clients.add(begun(appliance, SECTION));
        }
        return clients;
    }

    /** Begins requests until some are refused. */
    private static List<RawClient> halves(Appliance appliance) throws IOException {
        List<RawClient> clients = new ArrayList<>();
        while (refused(appliance) < 10) {
            assertThat(clients.size()).isLessThan(MANY);
            clients.add(appliance.client().write(HALF));
        }
        return clients;
    }

    private static RawClient answered(List<RawClient> clients) throws IOException {
        while (true) {
            for (RawClient client : clients) {
                if (client.socket.getInputStream().available() > 0) {
                    return client;
                }
            }
        }
    }

    private static void end(Appliance appliance, List<RawClient> clients) throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        Appliance.await(
                "the end of all", () -> appliance.server.handle().connections().get() == 0);
    }

    private static void assertInTwoPiecesServed(Appliance appliance) throws IOException {
        for (int i = 0; i < 4; i++) {
            try (RawClient client = appliance.client().write(HALF)) {
                assertThat(client.write("\r\n\r\n").read().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void shouldRefuseWhatThereIsNoMemoryForAndServeAllOthers() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance =
                        new Appliance(List.of(server), "h2c=true", "max-head-bytes=1m", "timeout-request-head=5m")) {
            List<RawClient> sections = sections(appliance);
            List<RawClient> halves = halves(appliance);
            RawClient.Reply reply = answered(halves).read();
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.field("Connection")).isEqualTo("close");
            try (RawClient honest = appliance.client()) {
                for (int i = 0; i < 20; i++) {
                    assertThat(honest.get("/fine").body()).isEqualTo("s /fine");
                }
            }
            halves.addAll(sections);
            end(appliance, halves);

            assertInTwoPiecesServed(appliance);
            List<RawClient> again = sections(appliance);
            assertThat(again.size()).isGreaterThan(sections.size() / 2);
            end(appliance, again);
            assertInTwoPiecesServed(appliance);
        }
    }

    /** Header sections of HTTP/2 in several frames take from the same memory, and so do frames of which a part has come. */
    @Test
    void shouldEndConnectionsOfHttp2ThatHoldTooMuch() throws Exception {
        byte[] frame = new Frames()
                .begin()
                .frameOfLength(16_384, HEADERS, 0, 1, new byte[16_000])
                .bytes();
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), "h2c=true", "max-head-bytes=1m")) {
            List<RawClient> sections = sections(appliance);
            List<RawClient> frames = new ArrayList<>(sections);
            while (ended(appliance, frames) < 40) {
                assertThat(frames.size()).isLessThan(MANY);
                frames.add(begun(appliance, frame));
            }
            try (FrameClient honest = new FrameClient(appliance.server.port());
                    RawClient plain = appliance.client()) {
                honest.send(FrameClient.request("GET", "/fine"), true);
                assertThat(honest.answer().status()).isEqualTo("200");
                assertThat(plain.get("/fine").status()).isEqualTo(200);
            }
            end(appliance, frames);
        }
    }

    /** A connection that has got as far as to be sent SETTINGS. */
    private static RawClient begun(Appliance appliance, byte[] sent) throws IOException {
        RawClient client = appliance.client();
        client.socket.getOutputStream().write(sent);
        assertThat(client.readBytes(9)).hasSize(9);
        return client;
    }

    private static long ended(Appliance appliance, List<RawClient> begun) {
        return begun.size() - appliance.server.handle().connections().get();
    }
}

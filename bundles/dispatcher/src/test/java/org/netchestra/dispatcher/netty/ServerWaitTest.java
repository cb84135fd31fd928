package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that come while no server is up. */
@SuppressWarnings("try") // some servers only have to be there
@ExtendWith(NoLeaks.class)
class ServerWaitTest {

    @Test
    void shouldWaitForAServerWhileNoneIsUp() throws Exception {
        RawServer gone = RawServer.echo("gone");
        int port = gone.port();
        try (Appliance appliance = new Appliance(List.of(gone), "server-wait=30s");
                RawClient client = appliance.client()) {
            gone.close();
            client.write("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
            Appliance.await("the request to wait", () -> appliance.stranded() == 1);
            try (RawServer back = RawServer.echo(port, "back")) {
                assertThat(client.read().body()).isEqualTo("back /a");
            }
        }
    }

    @Test
    void shouldAnswer503WhenNoServerCameInTime() throws Exception {
        RawServer gone = RawServer.echo("gone");
        try (Appliance appliance = new Appliance(List.of(gone), "server-wait=300ms");
                RawClient client = appliance.client()) {
            gone.close();
            RawClient.Reply reply = client.get("/");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.field("Retry-After")).isEqualTo("1");
        }
    }

    @Test
    void shouldLetNoMoreWaitThanThereIsRoomFor() throws Exception {
        RawServer gone = RawServer.echo("gone");
        try (Appliance appliance = new Appliance(List.of(gone), "server-wait=5s", "max-waiting=1");
                RawClient first = appliance.client();
                RawClient second = appliance.client()) {
            gone.close();
            first.write("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
            Appliance.await("the request to wait", () -> appliance.stranded() == 1);
            assertThat(second.get("/").status()).isIn(502, 503);
            Appliance.await("the record", () -> appliance.ended.size() == 1);
            assertThat(first.read().status()).isEqualTo(503);
        }
    }
}

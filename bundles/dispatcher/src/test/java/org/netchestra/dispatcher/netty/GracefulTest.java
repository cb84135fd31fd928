package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changes and a stop while clients ask without a pause: no request that was taken is lost. */
@ExtendWith(NoLeaks.class)
class GracefulTest {

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger ok = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<Thread> clients = new ArrayList<>();

    @Test
    void shouldLoseNothingWhenLimitsQueuesAffinityAndTrustChange() throws Exception {
        try (RawServer one = RawServer.echo("one");
                RawServer two = RawServer.echo("two");
                Appliance appliance = new Appliance(List.of(one, two))) {
            load(appliance);
            List<String> changes = List.of(
                    "affinity=cookie name=A",
                    "affinity=source",
                    "affinity=off",
                    "rate-limit=1000000/s burst=1000000",
                    "rate-limit=off",
                    "trusted-proxies=127.0.0.1",
                    "trusted-proxies=",
                    "forwarded=both",
                    "max-queue=50",
                    "max-connections-per-source=100",
                    "timeout-exchange=1m",
                    "min-body-rate=0");
            for (int i = 0; i < 3 * changes.size(); i++) {
                String limit = " max-in-flight=" + i % 3;
                appliance.server.reconfigure(appliance.spec(
                        List.of(),
                        "servers=s1=127.0.0.1:" + one.port() + limit + ", s2=127.0.0.1:" + two.port() + limit,
                        changes.get(i % changes.size())));
                int before = ok.get();
                Appliance.await("some requests", () -> ok.get() > before + 10 || !failures.isEmpty());
            }
            join();
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void shouldAnswerEveryRequestThatItHasBegunWhenItStops() throws Exception {
        try (RawServer slow = new RawServer(c -> {
                    for (String head = c.readHead(); head != null; head = c.readHead()) {
                        RawServer.takeTime(5);
                        c.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
                    }
                });
                Appliance appliance =
                        new Appliance(List.of(), "servers=s1=127.0.0.1:" + slow.port() + " max-in-flight=2")) {
            load(appliance);
            Appliance.await("a queue", () -> appliance.queued() > 0 && ok.get() > 20);

            appliance.server.stop();

            join();
            assertThat(failures).isEmpty();
            assertThat(appliance.ended).extracting(Appliance.Ended::termination).containsOnly("--");
        }
    }

    private void load(Appliance appliance) {
        for (int i = 0; i < 6; i++) {
            clients.add(RawServer.daemon(() -> ask(appliance)));
        }
    }

    /** Asks until told to stop, or until the appliance ends the connection between two requests. */
    private void ask(Appliance appliance) {
        try (RawClient client = appliance.client()) {
            while (!stop.get()) {
                RawClient.Reply reply;
                try {
                    reply = client.get("/x");
                } catch (IOException closedBeforeTheRequest) {
                    if (appliance.server.port() > 0) {
                        failures.add(closedBeforeTheRequest.toString());
                    }
                    return;
                }
                if (reply.status() != 200 || reply.body().isEmpty()) {
                    failures.add(reply.toString());
                    return;
                }
                ok.incrementAndGet();
                if ("close".equals(reply.field("Connection"))) {
                    return;
                }
            }
        } catch (IOException failure) {
            failures.add(failure.toString());
        }
    }

    private void join() throws InterruptedException {
        stop.set(true);
        for (Thread client : clients) {
            client.join(20_000);
        }
    }
}

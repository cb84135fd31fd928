package org.netchestra.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.Severity;

class EventsEndpointTest {

    private final CamelFixture camel = new CamelFixture();
    private final List<ClusterEvent> bodies = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        camel.close();
    }

    @Test
    void shouldDeliverTheEventWithHeadersTextAndJson() throws Exception {
        List<Exchange> exchanges = new CopyOnWriteArrayList<>();
        List<String> seen = new CopyOnWriteArrayList<>();
        addRoute("netchestra:events", exchange -> {
            seen.add(exchange.getMessage().getBody(String.class));
            seen.add(new String(exchange.getMessage().getBody(InputStream.class).readAllBytes()));
            exchanges.add(exchange.copy());
        });
        ClusterEvent event = TestEvents.event("server/state", Severity.WARNING, "shop", "s1");

        camel.relay.onEvent(event);

        CamelFixture.waitFor("one exchange", () -> exchanges.size() == 1);
        assertThat(seen).containsExactly(EventText.line(event), EventText.line(event));
        assertThat(exchanges.get(0).getMessage().getBody()).isSameAs(event);
        assertThat(exchanges.get(0).getMessage().getHeaders())
                .containsEntry("CamelNetchestraTopic", "server/state")
                .containsEntry("CamelNetchestraVirtualServer", "shop")
                .containsEntry("CamelNetchestraServer", "s1")
                .containsEntry("CamelNetchestraSeverity", "warning")
                .containsEntry("CamelNetchestraReason", "refused")
                .containsEntry("CamelNetchestraTime", "2026-11-21T10:15:30.123Z")
                .containsEntry("CamelNetchestraJson", EventText.json(event));
    }

    @Test
    void shouldDeliverOnlyWhatTheOptionsAskFor() throws Exception {
        collect("netchestra:events?topics=server/*,policy/*&virtualServer=shop&severity=warning");
        ClusterEvent wanted = TestEvents.event("policy/failed", Severity.ERROR, "shop", "s9");

        camel.relay.onEvent(TestEvents.event("server/state", Severity.INFO, "shop", "s1"));
        camel.relay.onEvent(TestEvents.event("server/state", Severity.ERROR, "mail", "s2"));
        camel.relay.onEvent(TestEvents.event("configuration/refused", Severity.ERROR, "shop", "s3"));
        camel.relay.onEvent(wanted);

        CamelFixture.waitFor("the wanted event", () -> !bodies.isEmpty());
        assertThat(bodies).containsExactly(wanted);
    }

    @Test
    void shouldNeverBlockTheCallerAndCountWhatASlowRouteMisses() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch slow = new CountDownLatch(1);
        addRoute("netchestra:events?queueSize=10", exchange -> {
            entered.countDown();
            slow.await();
            bodies.add(exchange.getMessage().getBody(ClusterEvent.class));
        });
        camel.relay.onEvent(TestEvents.numbered(0));
        entered.await();

        for (int i = 1; i <= 100; i++) {
            camel.relay.onEvent(TestEvents.numbered(i));
        }
        EventsEndpoint endpoint = camel.context.getEndpoint("netchestra:events?queueSize=10", EventsEndpoint.class);
        assertThat(endpoint.getDroppedEvents()).isEqualTo(90);
        assertThat(bodies).isEmpty();

        slow.countDown();
        CamelFixture.waitFor("the last ten", () -> bodies.size() == 11);
        assertThat(bodies.get(0)).isEqualTo(TestEvents.numbered(0));
        assertThat(bodies.get(1)).isEqualTo(TestEvents.numbered(91));
        assertThat(bodies.get(10)).isEqualTo(TestEvents.numbered(100));
        CamelFixture.waitFor("all counted", () -> endpoint.getDeliveredEvents() == 11);
    }

    @Test
    void shouldGoOnAfterARouteFailed() throws Exception {
        addRoute("netchestra:events", exchange -> {
            ClusterEvent event = exchange.getMessage().getBody(ClusterEvent.class);
            if (event.equals(TestEvents.numbered(1))) {
                throw new IllegalStateException("on purpose");
            }
            bodies.add(event);
        });

        camel.relay.onEvent(TestEvents.numbered(1));
        camel.relay.onEvent(TestEvents.numbered(2));

        CamelFixture.waitFor("the second event", () -> !bodies.isEmpty());
        assertThat(bodies).containsExactly(TestEvents.numbered(2));
    }

    @Test
    void shouldDeliverWhatWaitsBeforeItStopsAndThenNothing() throws Exception {
        collect("netchestra:events");
        for (int i = 0; i < 100; i++) {
            camel.relay.onEvent(TestEvents.numbered(i));
        }

        camel.context.getRouteController().stopRoute("r");
        camel.relay.onEvent(TestEvents.numbered(100));

        assertThat(bodies).hasSize(100);
    }

    @Test
    void shouldLoseNothingOverARestartOfTheRoute() throws Exception {
        collect("netchestra:events");
        camel.relay.onEvent(TestEvents.numbered(1));
        camel.context.getRouteController().stopRoute("r");
        camel.relay.onEvent(TestEvents.numbered(2));
        camel.context.getRouteController().startRoute("r");
        camel.relay.onEvent(TestEvents.numbered(3));

        CamelFixture.waitFor("three events", () -> bodies.size() == 3);
        assertThat(bodies).containsExactly(TestEvents.numbered(1), TestEvents.numbered(2), TestEvents.numbered(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "netchestra:event | netchestra:event (expected: netchestra: and one of [events, exchange])",
                "netchestra:events/shop | netchestra:events/shop (expected: netchestra:events)",
                "netchestra:events?severity=loud | severity: loud (expected: info, warning or error)",
                "netchestra:events?queueSize=0 | queueSize: 0 (expected: 1 to 1000000)",
                "netchestra:events?queueSize=-1 | queueSize: -1 (expected: 1 to 1000000)",
                "netchestra:events?recent=many | recent: many (expected: 0 to 1000)",
                "netchestra:events?colour=red | Unknown parameters=[{colour=red}]"
            })
    void shouldRefuseWhatItDoesNotKnow(String uri, String message) {
        assertThatThrownBy(() -> camel.context.getEndpoint(uri)).hasMessageContaining(message);
    }

    @Test
    void shouldRefuseToBeSentTo() {
        assertThatThrownBy(() -> camel.context.createProducerTemplate().sendBody("netchestra:events", "x"))
                .hasStackTraceContaining("(expected: from;");
    }

    private void collect(String uri) throws Exception {
        addRoute(uri, exchange -> bodies.add(exchange.getMessage().getBody(ClusterEvent.class)));
    }

    private void addRoute(String uri, Processor processor) throws Exception {
        camel.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("r").process(processor);
            }
        });
    }
}

package org.netchestra.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteDeployerTest {

    private static final String FILE = "routes/a.camel.xml";

    private final CamelFixture camel = new CamelFixture();
    private final RouteDeployer deployer = new RouteDeployer(camel.context, camel.trial());
    private final List<String> arrived = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        camel.bind("collector", new Collector());
    }

    @AfterEach
    void stop() {
        camel.close();
    }

    @Test
    void shouldAddReplaceAndRemoveWhileRunning() throws Exception {
        deployer.deploy(FILE, route("one", "first"));
        publish(1);
        CamelFixture.waitFor("first", () -> arrived.contains("first 1"));

        deployer.deploy(FILE, route("one", "second").replace("</routes>", extraRoute("two") + "</routes>"));
        publish(2);
        CamelFixture.waitFor("second", () -> arrived.contains("second 2") && arrived.contains("two 2"));

        deployer.remove(FILE);
        publish(3);
        assertThat(routeIds()).isEmpty();
        assertThat(camel.context.getRouteDefinitions()).isEmpty();
        assertThat(arrived).containsExactlyInAnyOrder("first 1", "second 2", "two 2");
    }

    @Test
    void shouldLoseAndRepeatNoEventWhileItIsReplaced() throws Exception {
        deployer.deploy(FILE, route("one", "x"));
        AtomicBoolean replacing = new AtomicBoolean(true);
        int[] published = new int[1];
        Thread publisher = new Thread(() -> {
            while (replacing.get()) {
                publish(published[0]++);
                // Paced, so that the queue never overflows.
                CamelFixture.waitFor("room", () -> published[0] - arrived.size() < 500);
            }
        });
        publisher.start();
        for (int version = 0; version < 4; version++) {
            deployer.deploy(FILE, route("one", "x") + "<!-- " + version + " -->");
        }
        replacing.set(false);
        publisher.join();

        CamelFixture.waitFor("all of " + published[0], () -> arrived.size() >= published[0]);
        assertThat(arrived).hasSize(published[0]).doesNotHaveDuplicates();
    }

    @Test
    void shouldDoNothingWhenTheContentIsTheSame() throws Exception {
        assertThat(deployer.deploy(FILE, route("one", "x"))).isTrue();
        Route before = camel.context.getRoute("one");

        assertThat(deployer.deploy(FILE, route("one", "x"))).isFalse();
        assertThat(camel.context.getRoute("one")).isSameAs(before);
    }

    @Test
    void shouldGoOnWithTheOldRoutesWhenTheNewOnesCannotBeBuilt() throws Exception {
        deployer.deploy(FILE, route("one", "x"));
        Route before = camel.context.getRoute("one");

        assertThatThrownBy(() -> deployer.deploy(FILE, route("one", "x").replace("<bean", "<baen")))
                .isInstanceOf(RouteFileException.class);
        assertThatThrownBy(() -> deployer.deploy(FILE, route("one", "x").replace("seda:x", "bogus:x")))
                .isInstanceOf(RouteFileException.class);

        assertThat(camel.context.getRoute("one")).isSameAs(before);
        publish(1);
        CamelFixture.waitFor("x", () -> arrived.contains("x 1"));
    }

    @Test
    void shouldPutTheOldRoutesBackWhenTheNewOnesCannotStart() throws Exception {
        deployer.deploy(FILE, route("one", "x"));
        // A second consumer of the same direct endpoint is found only when it starts.
        deployer.deploy("routes/b.camel.xml", direct("b"));

        assertThatThrownBy(() -> deployer.deploy(FILE, direct("one")))
                .hasMessage(
                        "routes/a.camel.xml:1: Failed to start route: one because: Multiple consumers for the same endpoint is not allowed: direct://same (expected: an endpoint that no other route reads from)");

        assertThat(routeIds()).containsExactlyInAnyOrder("one", "b");
        publish(1);
        CamelFixture.waitFor("x", () -> arrived.contains("x 1"));
    }

    @Test
    void shouldLeaveNothingBehindWhenANewFileCannotStart() throws Exception {
        deployer.deploy("routes/b.camel.xml", direct("b"));

        assertThatThrownBy(() -> deployer.deploy(FILE, direct("one"))).isInstanceOf(RouteFileException.class);

        assertThat(routeIds()).containsExactly("b");
        assertThat(camel.context.getRouteDefinitions()).hasSize(1);
    }

    @Test
    void shouldRefuseAnIdThatAnotherFileHas() throws Exception {
        deployer.deploy(FILE, route("one", "x"));

        assertThatThrownBy(() -> deployer.deploy("routes/b.camel.xml", route("one", "y")))
                .hasMessage("routes/b.camel.xml:2: route id one"
                        + " (expected: an id of its own; routes/a.camel.xml has this one)");
        assertThat(routeIds()).containsExactly("one");
    }

    @Test
    void shouldNameRoutesWithoutIdAfterTheirFile() throws Exception {
        deployer.deploy("routes/my.shop.camel.xml", route("?", "x").replace(" id=\"?\"", ""));
        deployer.deploy("routes/z.camel.yaml", "- from:\n    uri: timer:z\n    steps:\n      - log: hello\n");

        assertThat(routeIds()).containsExactlyInAnyOrder("my.shop", "z");
        assertThat(camel.context.getRouteController().getRouteStatus("z")).isEqualTo(ServiceStatus.Started);
    }

    private List<String> routeIds() {
        return camel.context.getRoutes().stream().map(Route::getId).toList();
    }

    private void publish(int number) {
        camel.relay.onEvent(TestEvents.numbered(number));
    }

    private static String route(String id, String word) {
        return """
                <routes xmlns="http://camel.apache.org/schema/xml-io">
                  <route id="%s">
                    <from uri="netchestra:events"/>
                    <wireTap uri="seda:x?discardIfNoConsumers=true"/>
                    <bean ref="collector" method="collect('%s', ${body.server})"/>
                  </route>
                </routes>
                """.formatted(id, word);
    }

    private static String extraRoute(String word) {
        return "<route id='two'><from uri='netchestra:events'/>" + "<bean ref='collector' method=\"collect('" + word
                + "', ${body.server})\"/></route>";
    }

    private static String direct(String id) {
        return "<route id='" + id + "'><from uri='direct:same'/><log message='x'/></route>";
    }

    /** Called by the routes of this test. */
    public final class Collector {

        /** @param server s and the number of the event */
        public void collect(String word, String server) {
            arrived.add(word + " " + server.substring(1));
        }
    }
}

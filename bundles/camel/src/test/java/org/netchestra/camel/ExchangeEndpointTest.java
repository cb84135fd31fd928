package org.netchestra.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests as messages for a route, and messages as requests to real servers. */
class ExchangeEndpointTest {

    private static final String FILE = "routes/shop.camel.xml";

    private final CamelFixture camel = new CamelFixture();

    @AfterEach
    void stop() {
        camel.close();
    }

    private RouteDeployer deployer() {
        return new RouteDeployer(camel.context, camel.trial());
    }

    private static String route(String steps) {
        return "<routes xmlns=\"http://camel.apache.org/schema/spring\"><route id=\"shop\">"
                + "<from uri=\"netchestra:exchange/shop\"/>" + steps + "</route></routes>";
    }

    @Test
    void shouldPassRequestsOnAndRepliesBackUnchanged() throws Exception {
        deployer().deploy(FILE, route("<to uri=\"netchestra:exchange/shop\"/>"));

        TestDispatcher.Answer answer = camel.dispatcher
                .ask("PUT", "/a?b=c", "body", "Host: shop.example", "X-Two: 1", "X-Two: 2", "CamelFileName: /etc/x")
                .get(20, TimeUnit.SECONDS);

        assertThat(answer.body()).isEqualTo("shop /a?b=c body");
        assertThat(answer.statedLength()).isEqualTo(answer.body().length());
        assertThat(answer.fields()).containsOnlyKeys("X-Server");
        assertThat(camel.dispatcher.sent).hasSize(1).allSatisfy(head -> {
            assertThat(head.method()).isEqualTo("PUT");
            assertThat(head.bodyLength()).isEqualTo(4);
            assertThat(head.client().getPort()).isEqualTo(51234);
            assertThat(head.fields())
                    .extracting(field -> field.name() + ": " + field.value())
                    .containsExactlyInAnyOrder("Host: shop.example", "X-Two: 1", "X-Two: 2");
        });
    }

    @Test
    void shouldAnswerByItselfWithoutEchoingTheRequestsHeaders() throws Exception {
        deployer()
                .deploy(
                        FILE,
                        route("<setHeader name=\"X-Mine\"><constant>1</constant></setHeader>"
                                + "<setHeader name=\"CamelHttpResponseCode\"><constant>404</constant></setHeader>"
                                + "<setBody><simple>none for ${header.CamelHttpPath}</simple></setBody>"));

        TestDispatcher.Answer answer = camel.dispatcher.get("/x?y", "Cookie: secret=1", "User-Agent: u");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("none for /x");
        assertThat(answer.fields()).containsOnlyKeys("X-Mine");
    }

    @Test
    void shouldAnswer500WhenTheRouteThrowsAndSayNothingOfWhy() throws Exception {
        camel.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("netchestra:exchange/shop").process(exchange -> {
                    throw new IllegalStateException("inner secret");
                });
            }
        });

        TestDispatcher.Answer answer = camel.dispatcher.get("/");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("500 route failed\n");
    }

    @Test
    void shouldLoseNoRequestWhileARouteIsReplaced() throws Exception {
        RouteDeployer deployer = deployer();
        deployer.deploy(FILE, route("<to uri=\"netchestra:exchange/shop\"/>"));
        List<CompletableFuture<TestDispatcher.Answer>> answers = new ArrayList<>();
        for (int version = 0; version < 5; version++) {
            for (int i = 0; i < 100; i++) {
                answers.add(camel.dispatcher.ask("GET", "/" + i, ""));
            }
            deployer.deploy(
                    FILE,
                    route("<setHeader name=\"X-V\"><constant>" + version
                            + "</constant></setHeader><to uri=\"netchestra:exchange/shop\"/>"));
        }
        for (CompletableFuture<TestDispatcher.Answer> answer : answers) {
            assertThat(answer.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
    }

    @Test
    void shouldWithdrawSoonAfterTheRouteIsGone() throws Exception {
        RouteDeployer deployer = deployer();
        deployer.deploy(FILE, route("<to uri=\"netchestra:exchange/shop\"/>"));
        deployer.remove(FILE);

        CompletableFuture<TestDispatcher.Answer> late = camel.dispatcher.ask("GET", "/", "");

        assertThat(late.get(20, TimeUnit.SECONDS).status()).isEqualTo(503);
        CamelFixture.waitFor("the withdrawal", () -> camel.dispatcher.routes.isEmpty());
    }

    @Test
    void shouldRefuseWhatIsNoVirtualServersName() {
        assertThatThrownBy(() -> camel.context.getEndpoint("netchestra:exchange/"))
                .hasMessageContaining("expected: netchestra:exchange/ and the name of a virtual server");
        assertThatThrownBy(() -> camel.context.getEndpoint("netchestra:exchange/shop?threads=0"))
                .hasMessageContaining("threads: 0 (expected: 1 to 10000)");
    }

    @Test
    void shouldDoWhatTheSampleSays() throws Exception {
        String sample = Files.readString(Path.of("../../routes/samples/shop-exchange.camel.xml"));
        deployer().deploy("routes/shop-exchange.camel.xml", sample);

        TestDispatcher.Answer old = camel.dispatcher.get("/old/a", "Host: shop.example");
        TestDispatcher.Answer health = camel.dispatcher.get("/ping", "Host: shop.example");
        TestDispatcher.Answer other = camel.dispatcher.get("/b?c", "Host: shop.example");

        assertThat(old.body()).isEqualTo("shop /new/a ");
        assertThat(health.body()).isEqualTo("pong");
        assertThat(other.body()).isEqualTo("shop /b?c ");
        assertThat(other.fields()).containsEntry("X-Served-By", "netchestra");
        assertThat(camel.dispatcher.sent)
                .allSatisfy(head -> assertThat(head.fields())
                        .anySatisfy(field -> assertThat(field.name()).isEqualTo("X-Shop-Channel")));
    }
}

package org.netchestra.dispatcher.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netchestra.core.config.ForwardingSpec.Fields;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.VirtualServerReader;
import org.netchestra.dispatcher.forwarding.ClientIdentity;
import org.netchestra.dispatcher.forwarding.ForwardedRequest;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.Heads;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.reply.LocalReply;
import org.netchestra.dispatcher.semantics.RequestSemantics;

class RouteTableTest {

    private MessageHead request = new MessageHead();
    private final RequestSemantics semantics = new RequestSemantics();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // condition                         | request line and fields                | taken
                "path=/img/                          | GET /img/a.png                         | true",
                "path=/img/                          | GET /img/                              | true",
                "path=/img/                          | GET /img                               | false",
                "path=/img/                          | GET /images/a                          | false",
                "path=/img/                          | GET //img///a.png                      | true",
                "path=/img/                          | GET /%69mg/a.png                       | true",
                "path=/img/                          | GET /IMG/a.png                         | false",
                "path=/img/                          | GET /img%2fa.png                       | true",
                "path=/img/                          | GET /%2F%2fimg/a.png                   | true",
                "path=/img/                          | GET /img\\a.png                        | true",
                "path=/img/                          | GET /img%5Ca.png                       | true",
                "path=/img/                          | GET /img;v=1/a.png                     | true",
                "path=/img/                          | GET /img;/a.png                        | true",
                "path=/img/                          | GET /;a=b/;c//img/a.png                | true",
                "path=/img/                          | GET /img/;v=1                          | true",
                "path=/img/                          | GET /img;v=1                           | false",
                "path=/img/                          | GET /img%3b/a.png                      | false",
                "path=/img/                          | GET /img%252fa.png                     | false",
                "path=/a/b/                          | GET /a;x/b;y/c                         | true",
                "path=/im*                           | GET /images/a                          | true",
                "path=/health                        | GET /health                            | true",
                "path=/health                        | GET /health?deep=1                     | true",
                "path=/health                        | GET /health;jsessionid=1               | true",
                "path=/health                        | GET /health;a/b                        | false",
                "path=/health                        | GET /health%00                         | false",
                "path=/health                        | GET /health/                           | false",
                "path=/health                        | GET /healt%68                          | true",
                "path=/                              | GET /anything                          | true",
                "path=/                              | GET http://shop.example                | true",
                "path=/                              | GET http://shop.example?x              | true",
                "path=/x                             | GET http://shop.example                | false",
                "path=/a,/b/                         | GET /b/c                               | true",
                "path=/                              | OPTIONS *                              | false",
                "host=shop.example                   | GET /                                  | true",
                "host=SHOP.example                   | GET http://Shop.Example:8080/          | true",
                "host=shop.example                   | GET http://shop.example./              | true",
                "host=shop.example                   | GET http://a.shop.example/             | false",
                "host=*.example                      | GET http://a.shop.example/             | true",
                "host=*.shop.example                 | GET http://shop.example/               | false",
                "host=*.shop.example                 | GET http://xshop.example/              | false",
                "host=[::1]                          | GET http://[::1]:80/                   | true",
                "method=GET,HEAD                     | HEAD /                                 | true",
                "method=GET                          | POST /                                 | false",
                "header=X-Beta                       | GET /~x-beta: anything                 | true",
                "header=X-Beta                       | GET /                                  | false",
                "header=Accept:image/*               | GET /~Accept: IMAGE/png                | true",
                "header=Accept:image/png             | GET /~Accept: image/png, text/html     | false",
                "header=Accept:image/*               | GET /~Accept: im                       | false",
                "header=Upgrade:websocket            | GET /~Connection: upgrade~Upgrade: WebSocket | true",
                "header=X-Forwarded-Proto:https      | GET /~X-Forwarded-Proto: https         | false",
                "path=/a method=GET header=X-B       | GET /a~X-B: 1                          | true",
                "path=/a method=GET header=X-B       | GET /a                                 | false",
                "path=/a method=GET header=X-B       | POST /a~X-B: 1                         | false"
            })
    void shouldTakeWhatTheConditionsSay(String condition, String written, boolean taken) throws Exception {
        RouteTable table = table(Map.of("route.1", condition + " -> reply 200"));
        read(written);

        assertThat(table.find(request, semantics) != null).isEqualTo(taken);
    }

    @Test
    void shouldAskRoutesInTheOrderOfTheirNumbers() throws Exception {
        RouteTable table = table(Map.of(
                "route.9", "path=/a/b/ -> reply 209",
                "route.10", "path=/a/ -> reply 210",
                "route.200", "* -> reply 299"));

        assertThat(statusFor(table, "GET /a/b/c")).isEqualTo(209);
        assertThat(statusFor(table, "GET /a/c")).isEqualTo(210);
        assertThat(statusFor(table, "GET /")).isEqualTo(299);
    }

    @ParameterizedTest
    @CsvSource({
        "/../admin, true",
        "/a/./b, true",
        "/a/.., true",
        "/%2e%2E/x, true",
        "/.%2e;x/y, true",
        "/a/..%2fadmin, true",
        "/a%2f..%2Fadmin, true",
        "/a/..%5cadmin, true",
        "/a\\..\\admin, true",
        "/%2e, true",
        "/admin/..;/x, true",
        "/admin/..%3bx/y, true",
        "/a/.%2e, true",
        "/..%00/x, true",
        "/x%00.png, true",
        "/%c0%ae%c0%ae/x, true",
        "/a%c1%9cb, true",
        "/a%e0%80%afb, true",
        "/a%f0%80%80%afb, true",
        "/%e0%a4%a0, false",
        "/%f0%9f%98%80, false",
        "/%c3%a4, false",
        "/?%00, false",
        "/%252e%252e/x, false",
        "/.well-known/x, false",
        "/..., false",
        "/a..b/, false",
        "/a/..b, false",
        "/?a=/../, false"
    })
    void shouldSeeDotSegmentsOfPathsOnly(String path, boolean disguised) throws Exception {
        read("GET " + path);

        assertThat(table(Map.of("route.1", "path=/x -> reply 200")).isDisguised(request, semantics))
                .isEqualTo(disguised);
        assertThat(table(Map.of("route.1", "method=GET -> reply 200")).isDisguised(request, semantics))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/img/,  strip=/img,              /img/a.png?x=/img,    /a.png?x=/img",
        "/img/,  strip=/img/,             /img/a.png,           /a.png",
        "/img/,  strip=/img add=/static/, /img/a.png,           /static/a.png",
        "/img/,  strip=/img,              /img/,                /",
        "/img/,  strip=/img,              //%69mg//a.png,       //a.png",
        "/img*,  strip=/img,              /img?q,               /?q",
        "/img/,  strip=/img,              /img;v=1/a.png,       /;v=1/a.png",
        "/img/,  strip=/img,              /img%2fa.png,         /%2fa.png",
        "/,      add=/v1,                 /a,                   /v1/a",
        "/,      add=/v1,                 http://h,             /v1/",
        "/,      add=/v1,                 http://h?q,           /v1/?q",
        "/,      host=inner:81,           /a,                   /a"
    })
    void shouldRewriteThePathForTheServerOnly(String path, String options, String target, String sent)
            throws Exception {
        RouteTable table =
                table(Map.of("pool.p.servers", "p1=h:1", "route.1", "path=" + path + " -> pool p " + options));
        read("GET " + target);

        Route route = table.find(request, semantics);
        route.rewrite(request, semantics);
        HeadWriter writer = new HeadWriter();
        ForwardedRequest.write(
                writer,
                request,
                semantics,
                new ClientIdentity("192.0.2.7", "http", "127.0.0.1:80", false, Fields.X_FORWARDED));

        String head = new String(writer.bytes(), 0, writer.length(), StandardCharsets.ISO_8859_1);
        assertThat(head).startsWith("GET " + sent + " HTTP/1.1\r\nHost: ");
        assertThat(head.contains("Host: inner:81\r\n")).isEqualTo(options.contains("host="));
        assertThat(head).contains("X-Forwarded-Host: " + (target.startsWith("http") ? "h" : "shop.example") + "\r\n");
    }

    @Test
    void shouldForgetARewriteWithItsRequest() throws Exception {
        RouteTable table = table(
                Map.of("pool.p.servers", "p1=h:1", "route.1", "path=/img/ -> pool p strip=/img add=/x host=inner"));
        read("GET /img/a");
        table.find(request, semantics).rewrite(request, semantics);
        read("GET /img/a");

        HeadWriter writer = new HeadWriter();
        ForwardedRequest.write(
                writer,
                request,
                semantics,
                new ClientIdentity("192.0.2.7", "http", "127.0.0.1:80", false, Fields.X_FORWARDED));
        assertThat(new String(writer.bytes(), 0, writer.length(), StandardCharsets.ISO_8859_1))
                .startsWith("GET /img/a HTTP/1.1\r\nHost: shop.example\r\n");
    }

    @Test
    void shouldFillInHostAndPathOfARedirect() throws Exception {
        RouteTable table = table(Map.of("route.1", "* -> redirect 308 https://{host}{path}"));
        read("GET http://Shop.example:8080/a?b=%20");

        LocalReply reply = table.find(request, semantics).reply(request, semantics);

        assertThat(reply.status()).isEqualTo(308);
        assertThat(reply.fields()).containsExactly(new LocalReply.Field("Location", "https://Shop.example/a?b=%20"));
    }

    /** What stands where in an address is the configuration's business, and never the client's. */
    @ParameterizedTest
    @CsvSource({
        "/new{path}, //evil.example/x, /new//evil.example/x",
        "https://h{path}, //evil.example/x, https://h//evil.example/x",
        "https://h{path}, /{host}/{path}, https://h/{host}/{path}",
        "https://{host}{path}, /{host}, https://shop.example/{host}"
    })
    void shouldLetNoPathNameAnotherHost(String address, String target, String location) throws Exception {
        RouteTable table = table(Map.of("route.1", "* -> redirect 308 " + address));
        read("GET " + target);

        assertThat(table.find(request, semantics).reply(request, semantics).fields())
                .containsExactly(new LocalReply.Field("Location", location));
    }

    private int statusFor(RouteTable table, String written) {
        read(written);
        return table.find(request, semantics).reply(request, semantics).status();
    }

    /** Reads {@code METHOD target~field~field} as a request for shop.example. */
    private void read(String written) {
        String[] lines = written.split("~");
        String[] line = lines[0].strip().split(" ");
        StringBuilder head = new StringBuilder(line[0] + " " + line[1] + " HTTP/1.1\r\nHost: shop.example\r\n");
        for (int i = 1; i < lines.length; i++) {
            head.append(lines[i].strip()).append("\r\n");
        }
        request = Heads.request(head + "\r\n");
        assertThat(semantics.read(request, false)).isNull();
    }

    private static RouteTable table(Map<String, String> more) throws InvalidConfigurationException {
        Map<String, String> keys = new HashMap<>(Map.of("listen", "127.0.0.1:0", "servers", "s1=h:9"));
        keys.putAll(more);
        return new RouteTable(VirtualServerReader.read("test", keys, null).routing());
    }
}

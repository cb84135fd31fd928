package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.api.cluster.AdminState;

/** Cookies of affinity that this side never gave, or gave for a server that is not up: they choose nobody, break nothing and are replaced. */
@ExtendWith(NoLeaks.class)
class AffinityAttackTest {

    private static final long SEED = 20_261_122;

    private static RawClient.Reply get(RawClient client, String cookies) throws IOException {
        return client.write("GET /x HTTP/1.1\r\nHost: a\r\n" + cookies + "\r\n").read();
    }

    /** Field lines with cookies, made from one that is true. */
    private static List<String> forged(String value) {
        List<String> values = new ArrayList<>(List.of(
                "",
                "=",
                "s1",
                "s2",
                "one",
                "0",
                "-1",
                "\"" + value + "\"",
                value + "x",
                "x" + value,
                value.substring(1),
                value.substring(0, value.length() - 1),
                value.toLowerCase(java.util.Locale.ROOT) + "_",
                " " + value.substring(1),
                value + "\t" + value,
                value + ",",
                "%" + value,
                "\u00e4".repeat(22),
                "\u0080\u00ff",
                value.replace(value.charAt(0), value.charAt(0) == 'A' ? 'B' : 'A'),
                "a".repeat(8000)));
        Random random = new Random(SEED);
        for (int i = 0; i < 200; i++) {
            char[] changed = value.toCharArray();
            int at = random.nextInt(changed.length);
            changed[at] = (char) (0x21 + random.nextInt(0x5e));
            if (changed[at] != value.charAt(at) && changed[at] != ';') {
                values.add(new String(changed));
            }
        }
        List<String> lines = new ArrayList<>(List.of(
                "Cookie:\r\n",
                "Cookie: ;\r\n",
                "Cookie: SRV\r\n",
                "Cookie: ;;;=;SRV;=SRV;\r\n",
                "Cookie: srv=" + value + "\r\n",
                "Cookie: XSRV=" + value + "; SRV2=" + value + "\r\n",
                "Cookie: a=\"; SRV=" + "x\"\r\n"));
        for (String each : values) {
            lines.add("Cookie: SRV=" + each + "\r\n");
        }
        // The first one counts, whatever comes behind it.
        lines.add("Cookie: SRV=x; SRV=" + value + "\r\n");
        lines.add("Cookie: SRV=x\r\nCookie: SRV=" + value + "\r\n");
        lines.add("Cookie: " + "SRV=x; ".repeat(1000) + "\r\n");
        lines.add("Cookie: SRV=x\r\n".repeat(90));
        return lines;
    }

    @Test
    void shouldTakeNoForgedCookieForATrueOne() throws Exception {
        try (TwoServers servers = new TwoServers("affinity=cookie name=SRV")) {
            Appliance appliance = servers.appliance;
            RawClient client = servers.client;
            RawClient.Reply first = client.get("/x");
            String value = first.field("Set-Cookie").split("[=;]")[1];
            List<String> forged = forged(value);
            for (String cookies : forged) {
                RawClient.Reply reply = get(client, cookies);
                assertThat(reply.status()).as(cookies).isEqualTo(200);
                assertThat(reply.field("Set-Cookie")).as(cookies).isNotNull();
            }
            assertThat(get(client, "Cookie: SRV=" + value + "\r\n").body()).isEqualTo(first.body());
            Appliance.await("the records", () -> appliance.ended.size() == forged.size() + 2);
            assertThat(appliance.ended.subList(0, forged.size() + 1))
                    .extracting(Appliance.Ended::affinity)
                    .containsOnly("NI");
            assertThat(appliance.ended.get(forged.size() + 1).affinity()).isEqualTo("VN");
        }
    }

    @Test
    void shouldPickNoServerThatIsDownWhateverTheCookieSays() throws Exception {
        try (TwoServers servers = new TwoServers("affinity=cookie name=SRV")) {
            RawClient client = servers.client;
            RawClient.Reply first = client.get("/x");
            String value = first.field("Set-Cookie").split("[=;]")[1];
            String gone = first.body().split(" ")[0];
            servers.administer(first, AdminState.MAINT);

            List<String> cookies = forged(value);
            cookies.add("Cookie: SRV=" + value + "\r\n");
            cookies.add("Cookie: SRV=" + value + "\r\nCookie: SRV=" + value + "\r\n");
            for (String each : cookies) {
                RawClient.Reply reply = get(client, each);
                assertThat(reply.status()).as(each).isEqualTo(200);
                assertThat(reply.body()).as(each).doesNotStartWith(gone);
            }
        }
    }

    /** Ids of sessions that clients make up fill no more than the table that is there for them. */
    @Test
    void shouldServeWhoMakesSessionsUp() throws Exception {
        try (TwoServers servers = new TwoServers("affinity=session name=JSESSIONID")) {
            RawClient client = servers.client;
            servers.administer("s2", AdminState.MAINT);
            for (String id :
                    List.of(".s2", ".", "..", ".s3", "x.s2", "x.s2.s2", "", "y".repeat(8000), "x.s2\t", "\u00e4.s2")) {
                RawClient.Reply reply = get(client, "Cookie: JSESSIONID=" + id + "\r\n");
                assertThat(reply.body()).as(id).isEqualTo("one /x");
            }
        }
    }
}

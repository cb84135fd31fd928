package org.netchestra.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.json.JsonObject;
import javax.json.JsonValue;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.core.control.PlainRequest;
import org.netchestra.core.control.TestCluster;
import org.netchestra.core.control.VirtualServerHandle;
import org.netchestra.core.pool.LiveServer;

class ReportCommandsTest {

    private static final long EXACT = (1L << 53) + 1;

    private final TestCluster cluster = new TestCluster();
    private TestShell shell;

    @BeforeEach
    void start() throws Exception {
        VirtualServerHandle shop = cluster.open("shop", "s1=127.0.0.1:9001 weight=2, s2=127.0.0.1:9002");
        cluster.open("mail", "s1=127.0.0.1:9003");
        traffic(shop);
        shell = new TestShell(cluster, cluster.events);
    }

    private static void traffic(VirtualServerHandle shop) {
        LiveServer s1 = shop.current().servers().get(0).live();
        LiveServer s2 = shop.current().servers().get(1).live();
        for (int i = 0; i < 3; i++) {
            s1.began();
            s1.ended(200, false, 2_000_000, 1);
        }
        s2.began();
        s2.ended(502, true, 30_000_000, 1);
        shop.traffic().transferred(7, EXACT);
    }

    @AfterEach
    void stop() {
        shell.close();
        cluster.close();
    }

    @Test
    void shouldListVirtualServersAsATable() throws Exception {
        String[] lines = shell.run("netchestra:virtualserver-list").split("\n");

        assertThat(lines).hasSize(4);
        assertThat(lines[0]).contains("Name", "State", "Listen", "Policy", "Servers up", "p99 ms");
        assertThat(lines[2]).startsWith("mail").contains("RUNNING", "127.0.0.1:8080", "rr", "1/1");
        assertThat(lines[3]).startsWith("shop").contains("2/2");
    }

    @Test
    void shouldListServersWithTheirShare() throws Exception {
        String[] lines = shell.run("netchestra:server-list shop").split("\n");

        assertThat(lines).hasSize(4);
        assertThat(lines[2]).contains("s1", "127.0.0.1:9001", "UP", "READY", "UNCHECKED", "75.0");
        assertThat(lines[3]).contains("s2", "25.0");
    }

    @Test
    void shouldListTheServersOfAllVirtualServers() throws Exception {
        assertThat(shell.run("netchestra:server-list").split("\n")).hasSize(5);
    }

    @Test
    void shouldPrintRowsAloneForScripts() throws Exception {
        String[] lines = shell.run("netchestra:server-list --no-format shop").split("\n");

        assertThat(lines).hasSize(2);
        String[] cells = lines[0].split("\t", -1);
        assertThat(cells).hasSize(14);
        assertThat(cells[0]).isEqualTo("shop");
        assertThat(cells[1]).isEqualTo("s1");
        assertThat(cells[8]).isEqualTo("3");
    }

    @Test
    void shouldTakeOptionsBehindTheArgumentsToo() throws Exception {
        assertThat(shell.run("netchestra:server-list shop --json"))
                .isEqualTo(shell.run("netchestra:server-list --json shop"));
        assertThat(shell.run("netchestra:status --no-format")).contains("127.0.0.1:8080\t");
        assertThat(shell.json("netchestra:event-list shop --json --number=1").asJsonArray())
                .hasSize(1);
        assertThatThrownBy(() -> shell.run("netchestra:server-list shop mail"))
                .isInstanceOf(CommandException.class)
                .hasMessage("argument: mail (expected: nothing more, or one of [--json, --no-format])");
        assertThatThrownBy(() -> shell.run("netchestra:event-list shop --number"))
                .isInstanceOf(CommandException.class)
                .hasMessage("option: --number (expected: a value behind it)");
    }

    @Test
    void shouldPrintExactNumbersAsJson() throws Exception {
        var servers = shell.json("netchestra:server-list --json shop").asJsonArray();

        assertThat(servers).hasSize(2);
        JsonObject s1 = servers.getJsonObject(0);
        assertThat(s1.getString("virtualServer")).isEqualTo("shop");
        assertThat(s1.getString("name")).isEqualTo("s1");
        assertThat(s1.getString("state")).isEqualTo("UP");
        assertThat(s1.getInt("weight")).isEqualTo(2);
        assertThat(s1.getJsonObject("admin").getString("since")).isEqualTo("2026-11-21T10:00:00Z");
        assertThat(s1.getJsonObject("traffic").getInt("requests")).isEqualTo(3);
        assertThat(s1.getJsonObject("traffic")
                        .getJsonObject("responseNanos")
                        .getJsonNumber("max")
                        .longValueExact())
                .isEqualTo(2_000_000);

        JsonObject shop =
                shell.json("netchestra:virtualserver-list --json").asJsonArray().getJsonObject(1);
        assertThat(shop.getJsonObject("traffic").getJsonNumber("bytesOut").longValueExact())
                .isEqualTo(EXACT);
        assertThat(shop.get("policyNote")).isEqualTo(JsonValue.NULL);
        assertThat(shop.getJsonObject("configuration").getString("servers")).contains("weight=2");
        assertThat(shop.getJsonArray("servers").getJsonObject(0)).isEqualTo(s1);
    }

    @Test
    void shouldPrintValidJsonWhateverPeopleWrite() throws Exception {
        String reason = "say \"hi\"\\ \t {}[], 디스크 \u0001 </script>";
        cluster.setAdminState("shop", "s1", AdminState.DRAIN, new ChangeContext("kim", "test", reason));

        var servers = shell.json("netchestra:server-list --json shop").asJsonArray();

        assertThat(servers.getJsonObject(0).getJsonObject("admin").getString("reason"))
                .isEqualTo(reason);
    }

    @Test
    void shouldListPoliciesAndTheirUsers() throws Exception {
        assertThat(shell.run("netchestra:policy-list")).contains("rr", "org.netchestra.test/1.0.0", "mail, shop");

        JsonObject rr =
                shell.json("netchestra:policy-list --json rr").asJsonArray().getJsonObject(0);
        assertThat(rr.getBoolean("present")).isTrue();
        assertThat(rr.getString("state")).isEqualTo("ACTIVE");
        assertThat(rr.getJsonArray("usedBy")).hasSize(2);
    }

    @Test
    void shouldListTheLatestEventsLast() throws Exception {
        cluster.setAdminState("shop", "s2", AdminState.MAINT, new ChangeContext("kim", "test", "kernel"));

        String[] lines = shell.run("netchestra:event-list -n 2").split("\n");
        assertThat(lines).hasSize(4);
        assertThat(lines[3]).contains("server/state", "shop", "s2", "kernel");

        var events = shell.json("netchestra:event-list --json shop").asJsonArray();
        JsonObject last = events.getJsonObject(events.size() - 1);
        assertThat(last.getString("topic")).isEqualTo("server/state");
        assertThat(last.getJsonObject("details").getString("new")).isEqualTo("MAINTENANCE");
        assertThat(events)
                .allMatch(e -> e.asJsonObject().getString("virtualServer").equals("shop"));
    }

    @Test
    void shouldExplainDecisionsCandidateByCandidate() throws Exception {
        assertThat(shell.run("netchestra:decision-list mail")).contains("No decision was recorded (explain-percent");
        cluster.open("blog", "b1=127.0.0.1:9001, b2=127.0.0.1:9002 weight=0")
                .current()
                .pick(new PlainRequest("id-7", "GET /cart"));

        String[] lines = shell.run("netchestra:decision-list blog").split("\n");
        assertThat(lines[2]).contains("id-7", "GET /cart", "rr", "b1", "yes");
        assertThat(lines[3]).contains("id-7", "b2", "weight 0").doesNotContain("yes");

        JsonObject decision =
                shell.json("netchestra:decision-list blog --json").asJsonArray().getJsonObject(0);
        assertThat(decision.getString("chosen")).isEqualTo("b1");
        assertThat(decision.getJsonArray("candidates").getJsonObject(0).get("score"))
                .isEqualTo(JsonValue.NULL);
        assertThat(shell.run("netchestra:decision-explain id-7"))
                .contains("blog, GET /cart, attempt 1 at", "went to b1 by policy rr", "chosen", "weight 0");
        assertThat(shell.json("netchestra:decision-explain id-7 --json")
                        .asJsonArray()
                        .getJsonObject(0)
                        .getInt("attempt"))
                .isEqualTo(1);
        assertThatThrownBy(() -> shell.run("netchestra:decision-explain id-8"))
                .hasMessageContaining("request: id-8 (expected: the id of one of the latest recorded decisions");
        assertThatThrownBy(() -> shell.run("netchestra:decision-list blgo"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("blgo");
    }

    @Test
    void shouldSayWhatThereIsWhenANameIsUnknown() {
        assertThatThrownBy(() -> shell.run("netchestra:server-list shpo"))
                .isInstanceOf(CommandException.class)
                .hasMessage("virtual server: shpo (expected: one of mail, shop)");
        assertThatThrownBy(() -> shell.run("netchestra:policy-list wlc"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("expected: one of rr");
        assertThatThrownBy(() -> shell.run("netchestra:event-list -n -1"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(">= 0");
    }

    @Test
    void shouldShowOnOneScreenWhatNeedsAttention() throws Exception {
        cluster.setAdminState("shop", "s2", AdminState.DRAIN, new ChangeContext("kim", "test", "disk change"));
        cluster.setOperationalState(
                "mail", "s1", OperationalState.DOWN, new ChangeContext("http-check", "health", "connection refused"));

        String screen = shell.run("netchestra:status");

        assertThat(screen)
                .startsWith("Netchestra 0.1.0, nio, event loops: 2, up ")
                .contains("client connections 7 (4711 accepted)")
                .contains("Needs attention")
                .contains("virtual server mail: it listens, but no real server takes work")
                .contains(
                        "real server mail/s1: DOWN since 2026-11-21T10:00:00Z, DOWN by http-check: connection refused")
                .contains("real server shop/s2: DRAINING since 2026-11-21T10:00:00Z, DRAIN by kim: disk change")
                .doesNotContain("Not satisfied");

        JsonObject status = shell.json("netchestra:status --json").asJsonObject();
        assertThat(status.getJsonObject("dispatcher").getString("version")).isEqualTo("0.1.0");
        assertThat(status.getJsonArray("virtualServers")).hasSize(2);
        assertThat(status.getJsonArray("attention")).hasSize(3);
        assertThat(status.getJsonArray("unsatisfied")).isEmpty();
    }

    @Test
    void shouldSayInOneLineThatTheDispatcherIsAway() throws Exception {
        shell.close();
        shell = new TestShell();
        for (String line : new String[] {
            "virtualserver-list", "server-list", "policy-list", "event-list", "status", "server-drain shop s1"
        }) {
            assertThatThrownBy(() -> shell.run("netchestra:" + line))
                    .as(line)
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("the dispatcher is not running");
        }
        assertThat(shell.json("netchestra:status --json").asJsonObject().get("dispatcher"))
                .isEqualTo(JsonValue.NULL);
        assertThat(shell.complete("netchestra:server-list ")).isEmpty();
    }
}

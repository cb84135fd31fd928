package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.workload.appliance.HttpAnswer;
import org.netchestra.workload.appliance.VirtualServerFile;

/** Management over Jolokia and the shell: who may do what, and that it is done. */
@ExtendWith(Appliance.Shared.class)
final class ManagementIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String READ =
            "{\"type\":\"read\",\"mbean\":\"org.netchestra:type=Dispatcher\",\"attribute\":\"Version\"}";

    @Test
    void shouldRefuseJolokiaWithoutLogin(Appliance appliance) throws IOException {
        assertThat(appliance.process().jolokia(READ, null).status()).isEqualTo(401);
        assertThat(appliance.process().jolokia(READ, "admin:guess").status()).isEqualTo(401);
    }

    @Test
    void shouldDrainWithAReasonAndBringBack(Appliance appliance) throws IOException {
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance.shop("managed", port);
        appliance.configure(shop, port);
        String s2 = Appliance.realServer("managed", "s2");

        JsonNode answer = JSON.readTree(appliance.process().jolokia(exec(s2, "drain", "disk is replaced")));

        assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(200);
        assertThat(appliance.attribute(s2, "EffectiveState").asText()).isEqualTo("DRAINING");
        assertThat(appliance.attribute(s2, "AdminBy").asText()).isEqualTo("admin");
        assertThat(appliance.attribute(s2, "AdminReason").asText()).isEqualTo("disk is replaced");
        appliance.process().jolokia(exec(s2, "ready", "disk is new"));
        assertThat(appliance.attribute(s2, "EffectiveState").asText()).isEqualTo("UP");
        appliance.remove(shop);
    }

    @Test
    void shouldLetAViewerSeeAndNotChange(Appliance appliance) throws IOException {
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance.shop("watched", port);
        appliance.configure(shop, port);
        String viewer = viewer(appliance);
        String s1 = Appliance.realServer("watched", "s1");

        appliance.await("the viewer's login", () -> status(appliance.process().jolokia(READ, viewer)) == 200);
        assertThat(status(appliance.process().jolokia(exec(s1, "drain", "mischief"), viewer)))
                .isEqualTo(403);
        String get = "/jolokia/exec/" + s1 + "/drain(java.lang.String)/mischief";
        assertThat(status(appliance.process().get(get, viewer))).isEqualTo(403);
        String console = "/hawtio" + get;
        assertThat(status(appliance.process().get(console, viewer))).isNotEqualTo(200);

        assertThat(appliance.attribute(s1, "EffectiveState").asText()).isEqualTo("UP");
        appliance.remove(shop);
    }

    @Test
    void shouldNotChangeAnythingByGet(Appliance appliance) throws IOException {
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance.shop("gotten", port);
        appliance.configure(shop, port);
        String s1 = Appliance.realServer("gotten", "s1");
        String admin = "admin:" + appliance.process().adminPassword().orElseThrow();

        appliance.process().get("/jolokia/exec/" + s1 + "/drain(java.lang.String)/mischief", admin);

        assertThat(appliance.attribute(s1, "EffectiveState").asText()).isEqualTo("UP");
        appliance.remove(shop);
    }

    @Test
    void shouldListInTheShellAsTableAndAsJson(Appliance appliance) throws IOException {
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance.shop("listed", port);
        appliance.configure(shop, port);

        assertThat(appliance.process().shell("netchestra:virtualserver-list")).contains("listed", "RUNNING", "rr");
        String json = appliance.process().shell("netchestra:server-list --json listed");

        JsonNode servers = JSON.readTree(json.substring(json.indexOf('['), json.lastIndexOf(']') + 1));
        assertThat(servers).extracting(server -> server.path("name").asText()).containsExactly("s1", "s2", "s3");
        assertThat(appliance.process().shell("netchestra:policy-list"))
                .contains("rr", "wrr", "org.netchestra.policies");
        appliance.remove(shop);
    }

    private static String exec(String mbean, String operation, String argument) throws IOException {
        return JSON.writeValueAsString(JSON.createObjectNode()
                .put("type", "exec")
                .put("mbean", mbean)
                .put("operation", operation)
                .set("arguments", JSON.createArrayNode().add(argument)));
    }

    private static int status(HttpAnswer answer) throws IOException {
        return answer.status() == 200
                ? JSON.readTree(answer.body()).path("status").asInt()
                : answer.status();
    }

    private static String viewer(Appliance appliance) throws IOException {
        Path users = appliance.process().etc().resolve("users.properties");
        Files.writeString(users, "\nwatcher = only-looks-4711,viewer\n", StandardOpenOption.APPEND);
        return "watcher:only-looks-4711";
    }
}

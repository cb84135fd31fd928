package org.netchestra.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.core.control.TestCluster;

class ConfigCheckCommandTest {

    private static final String FILE = "org.netchestra.virtualserver-shop.cfg";

    @TempDir
    Path etc;

    private final TestCluster cluster = new TestCluster();
    private TestShell shell = new TestShell(cluster);

    @AfterEach
    void stop() {
        shell.close();
        cluster.close();
    }

    @Test
    void shouldAcceptASoundFileWithoutApplyingIt() throws Exception {
        write("# the shop\nlisten = 127.0.0.1:0\npolicy = rr\nservers = s1=127.0.0.1:9001, \\\n  s2=127.0.0.1:9002\n");

        assertThat(check()).contains("virtual server shop, real servers: 2, no problem found");
        assertThat(cluster.virtualServers()).isEmpty();
    }

    @Test
    void shouldNameFileAndLineOfEveryProblemAndFail() throws Exception {
        write("listen = 127.0.0.1:0\npolcy = rr\n\nservers = s1=127.0.0.1:x\n");

        assertThatThrownBy(this::check).isInstanceOf(CommandException.class).hasMessageContaining("2 problem(s)");
        assertThat(shell.printed().lines())
                .anyMatch(line -> line.contains(FILE + ":2: polcy = rr") && line.contains("did you mean 'policy'?"))
                .anyMatch(line -> line.contains(FILE + ":4: servers = s1=127.0.0.1:x"));
    }

    @Test
    void shouldFindWhatOnlyTheRunningClusterCanTell() throws Exception {
        cluster.open("mail", "m1=127.0.0.1:9003");
        write("listen = 127.0.0.1:8080\npolicy = rrr\nservers = s1=127.0.0.1:9001\n");

        assertThatThrownBy(this::check).isInstanceOf(CommandException.class);
        assertThat(shell.printed().lines())
                .anyMatch(line -> line.contains(FILE + ":1: listen") && line.contains("virtual server mail has it"))
                .anyMatch(line -> line.contains(FILE + ":2: policy = rrr") && line.contains("one of rr"));
    }

    @Test
    void shouldListProblemsAsJsonWithoutFailing() throws Exception {
        write("listen = nowhere\nservers = s1=127.0.0.1:9001\n");

        shell.directory(etc);
        var result = shell.json("netchestra:config-check --json " + FILE).asJsonObject();

        assertThat(result.getBoolean("valid")).isFalse();
        assertThat(result.getString("virtualServer")).isEqualTo("shop");
        var problem = result.getJsonArray("problems").getJsonObject(0);
        assertThat(problem.getInt("line")).isEqualTo(1);
        assertThat(problem.getString("key")).isEqualTo("listen");
        assertThat(problem.getString("value")).isEqualTo("nowhere");
    }

    @Test
    void shouldReadTheFileAloneWhileTheDispatcherIsAway() throws Exception {
        write("listen = 127.0.0.1:8080\npolicy = unheard-of\nservers = s1=127.0.0.1:9001\n");
        shell.close();
        shell = new TestShell();

        assertThat(shell.run("netchestra:config-check " + etc.resolve(FILE))).contains("no problem found");
    }

    @Test
    void shouldTakeVariablesAsTheApplianceDoes() throws Exception {
        System.setProperty("netchestra.test.port", "9001");
        write("listen = 127.0.0.1:0\nservers = s1=127.0.0.1:${netchestra.test.port}\n");

        assertThat(check()).contains("no problem found");
    }

    @Test
    void shouldSurviveRubbish() throws Exception {
        long seed = System.nanoTime();
        System.out.println("rubbish from seed " + seed);
        byte[] rubbish = new byte[20_000];
        new Random(seed).nextBytes(rubbish);
        Files.write(etc.resolve(FILE), rubbish);

        assertThatThrownBy(this::check).isInstanceOf(CommandException.class);
    }

    @Test
    void shouldRefuseOtherFilesThanThoseOfVirtualServers() throws Exception {
        Files.writeString(etc.resolve("users.properties"), "admin = secret");
        shell.directory(etc);

        assertThatThrownBy(() -> shell.run("netchestra:config-check users.properties"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("expected: org.netchestra.virtualserver-<name>.cfg")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> shell.run("netchestra:config-check org.netchestra.virtualserver-none.cfg"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("expected: a file that can be read");
    }

    private void write(String text) throws Exception {
        Files.writeString(etc.resolve(FILE), text, StandardCharsets.ISO_8859_1);
    }

    private String check() throws Exception {
        shell.directory(etc);
        return shell.run("netchestra:config-check " + FILE);
    }
}

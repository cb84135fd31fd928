package org.netchestra.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.PrivilegedExceptionAction;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.EffectiveState;
import org.netchestra.api.control.ServerStatus;
import org.netchestra.core.control.TestCluster;

class ServerChangeCommandsTest {

    private final TestCluster cluster = new TestCluster();
    private final TestShell shell = new TestShell(cluster);

    @BeforeEach
    void start() throws Exception {
        cluster.open("shop", "s1=127.0.0.1:9001 weight=2, s2=127.0.0.1:9002");
        cluster.open("mail", "m1=127.0.0.1:9003");
    }

    @AfterEach
    void stop() {
        shell.close();
        cluster.close();
    }

    @Test
    void shouldDrainWithAReason() throws Exception {
        String said = shell.run("netchestra:server-drain shop s1 --reason 'disk change'");

        assertThat(said).isEqualToIgnoringNewLines("shop/s1: DRAINING, DRAIN by shell: disk change, 0 in flight\n");
        assertThat(s1().admin().state()).isEqualTo(AdminState.DRAIN);
        assertThat(s1().admin().reason()).isEqualTo("disk change");
    }

    @Test
    void shouldGoThroughMaintenanceAndBack() throws Exception {
        shell.run("netchestra:server-maint -r kernel shop s1");
        assertThat(s1().effective()).isEqualTo(EffectiveState.MAINTENANCE);

        shell.run("netchestra:server-ready shop s1");
        assertThat(s1().effective()).isEqualTo(EffectiveState.UP);
    }

    @Test
    void shouldOverrideTheWeightAndReturnToTheConfiguredOne() throws Exception {
        assertThat(shell.run("netchestra:server-weight shop s1 5")).contains("weight 5 (configured 2)");
        assertThat(s1().weight()).isEqualTo(5);

        shell.run("netchestra:server-weight shop s1 configured");
        assertThat(s1().weight()).isEqualTo(2);
    }

    @Test
    void shouldShowTheChangedServerAsJson() throws Exception {
        var server = shell.json("netchestra:server-weight --json shop s1 0").asJsonObject();

        assertThat(server.getInt("weight")).isZero();
        assertThat(server.getInt("configuredWeight")).isEqualTo(2);
    }

    @Test
    void shouldChangeInTheNameOfTheUserWhoLoggedIn() throws Exception {
        Subject subject =
                new Subject(true, Set.of(new RolePrincipal("manager"), new UserPrincipal("kim")), Set.of(), Set.of());
        doAs(subject, () -> shell.run("USER = eve ; netchestra:server-drain shop s1"));

        assertThat(s1().admin().by()).isEqualTo("kim");
    }

    @Test
    void shouldRefuseInOneLine() {
        assertThatThrownBy(() -> shell.run("netchestra:server-drain shop s9"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("s9")
                .hasMessageContaining("expected: one of s1, s2");
        assertThatThrownBy(() -> shell.run("netchestra:server-weight shop s1 70000"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("70000")
                .hasMessageContaining("0..65535");
        assertThatThrownBy(() -> shell.run("netchestra:server-weight shop s1 many"))
                .isInstanceOf(CommandException.class)
                .hasMessage("weight: many (expected: 0..65535, or configured)");
    }

    @Test
    void shouldCompleteNames() {
        assertThat(shell.complete("netchestra:server-drain ")).containsExactlyInAnyOrder("shop", "mail");
        assertThat(shell.complete("netchestra:server-drain shop ")).containsExactlyInAnyOrder("s1", "s2");
        assertThat(shell.complete("netchestra:server-drain mail ")).containsExactly("m1");
        assertThat(shell.complete("netchestra:server-weight shop s1 c")).containsExactly("configured");
        assertThat(shell.complete("netchestra:server-drain shop s1 --"))
                .containsExactlyInAnyOrder("--json", "--reason");
        assertThat(shell.complete("netchestra:policy-list ")).containsExactly("rr");
        assertThat(shell.complete("netchestra:server-list s")).containsExactly("shop");
    }

    @SuppressWarnings("removal")
    private static void doAs(Subject subject, PrivilegedExceptionAction<Object> action) throws Exception {
        Subject.doAs(subject, action);
    }

    private ServerStatus s1() {
        return cluster.virtualServer("shop").servers().get(0);
    }
}

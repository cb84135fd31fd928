package org.netchestra.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.security.Principal;
import java.security.PrivilegedExceptionAction;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.security.auth.Subject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.core.control.TestCluster;

class RealServerCommandsTest {

    private static final ObjectName S1 = ObjectNames.realServer("shop", "s1");

    private final TestCluster cluster = new TestCluster();
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final ClusterBeans beans = new ClusterBeans(cluster, cluster.events, server, System::nanoTime);

    @BeforeEach
    void start() throws Exception {
        cluster.open("shop", "s1=127.0.0.1:9001 weight=3, s2=127.0.0.1:9002");
        beans.follow();
    }

    @AfterEach
    void stop() {
        beans.close();
        cluster.close();
    }

    @Test
    void shouldDrainWithAReasonAndShowItAtOnce() throws Exception {
        assertThat(attribute("AdminState")).isEqualTo("READY");

        invoke("drain", "disk change");

        assertThat(attribute("AdminState")).isEqualTo("DRAIN");
        assertThat(attribute("AdminReason")).isEqualTo("disk change");
        assertThat(attribute("AdminBy")).isEqualTo("jmx");
        assertThat(attribute("AdminSince")).isEqualTo("2026-11-21T10:00:00Z");
        assertThat(attribute("OperationalState")).isEqualTo("UNCHECKED");
        assertThat(attribute("EffectiveState")).isEqualTo("DRAINING");
        assertThat(attribute("EffectiveReason")).isEqualTo("disk change");
    }

    @Test
    void shouldGoThroughMaintenanceAndBack() throws Exception {
        invoke("maint", "kernel");
        assertThat(attribute("EffectiveState")).isEqualTo("MAINTENANCE");

        invoke("ready", "done");
        assertThat(attribute("EffectiveState")).isEqualTo("UP");
        assertThat(attribute("EffectiveReason")).isEqualTo("done");
    }

    @Test
    void shouldNameHealthAsTheCauseOfBeingDown() throws Exception {
        invoke("drain", "disk change");
        cluster.setOperationalState(
                "shop", "s1", OperationalState.DOWN, new ChangeContext("http-check", "health", "connection refused"));
        beans.onEvent(cluster.events.recent(1).get(0));

        assertThat(attribute("EffectiveState")).isEqualTo("DOWN");
        assertThat(attribute("EffectiveBy")).isEqualTo("http-check");
        assertThat(attribute("EffectiveReason")).isEqualTo("connection refused");
        assertThat(attribute("AdminReason")).isEqualTo("disk change");
    }

    @Test
    void shouldOverrideAndResetTheWeight() throws Exception {
        server.invoke(S1, "setWeight", new Object[] {7, "faster disk"}, new String[] {"int", String.class.getName()});
        assertThat(attribute("Weight")).isEqualTo(7);
        assertThat(attribute("ConfiguredWeight")).isEqualTo(3);

        invoke("resetWeight", "slow again");
        assertThat(attribute("Weight")).isEqualTo(3);
    }

    @Test
    void shouldAcceptACommandWithoutAReason() throws Exception {
        invoke("drain", null);

        assertThat(attribute("AdminReason")).isEqualTo("");
    }

    @Test
    void shouldCommandInTheNameOfTheUserWhoLoggedIn() throws Exception {
        Subject subject =
                new Subject(true, Set.of(new RolePrincipal("manager"), new UserPrincipal("kim")), Set.of(), Set.of());
        PrivilegedExceptionAction<Object> drain = () -> {
            invoke("drain", "disk change");
            return null;
        };
        doAs(subject, drain);

        assertThat(attribute("AdminBy")).isEqualTo("kim");
    }

    @Test
    void shouldRefuseInWordsAndClassesThatEveryClientHas() {
        Throwable refused = catchThrowable(() ->
                server.invoke(S1, "setWeight", new Object[] {70000, ""}, new String[] {"int", String.class.getName()}));

        assertThat(refused).isInstanceOf(RuntimeMBeanException.class);
        assertThat(refused.getCause())
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("70000")
                .hasMessageContaining("0..65535")
                .hasNoCause();
    }

    @Test
    void shouldSayThatTheServerIsGone() throws Exception {
        cluster.reconfigure("shop", "s2=127.0.0.1:9002");

        Throwable refused = catchThrowable(() -> invoke("drain", ""));

        assertThat(refused.getCause())
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("s1")
                .hasNoCause();
    }

    @SuppressWarnings("removal")
    private static void doAs(Subject subject, PrivilegedExceptionAction<Object> action) throws Exception {
        Subject.doAs(subject, action);
    }

    private void invoke(String operation, String reason) throws Exception {
        server.invoke(S1, operation, new Object[] {reason}, new String[] {String.class.getName()});
    }

    private Object attribute(String name) throws Exception {
        return server.getAttribute(S1, name);
    }

    /** Named as Karaf's, whose class name tells a user from a role. */
    private record UserPrincipal(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }

    private record RolePrincipal(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }
}

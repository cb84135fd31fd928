package org.netchestra.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerFactory;
import javax.management.MBeanServerNotification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.netchestra.core.control.PlainRequest;
import org.netchestra.core.control.TestCluster;

class ClusterBeansTest {

    private final TestCluster cluster = new TestCluster();
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final ClusterBeans beans = new ClusterBeans(cluster, cluster.events, server, System::nanoTime);

    @AfterEach
    void stop() {
        beans.close();
        cluster.close();
    }

    @Test
    void shouldBeThereBeforeAnyVirtualServerIs() {
        beans.follow();

        assertThat(names()).containsExactly("type=Dispatcher", "type=Events", "type=Policies");
    }

    @Test
    void shouldFollowVirtualAndRealServersThatComeAndGo() throws Exception {
        cluster.open("shop", "s1=127.0.0.1:9001, s2=127.0.0.1:9002");
        cluster.open("mail", "s1=127.0.0.1:9003");
        beans.follow();

        assertThat(names())
                .contains(
                        "type=VirtualServer,name=shop",
                        "type=RealServer,virtualServer=shop,name=s1",
                        "type=RealServer,virtualServer=shop,name=s2",
                        "type=VirtualServer,name=mail",
                        "type=RealServer,virtualServer=mail,name=s1")
                .hasSize(8);

        cluster.reconfigure("shop", "s2=127.0.0.1:9002, s3=127.0.0.1:9003");
        cluster.close("mail");
        beans.follow();

        assertThat(names())
                .contains(
                        "type=VirtualServer,name=shop",
                        "type=RealServer,virtualServer=shop,name=s2",
                        "type=RealServer,virtualServer=shop,name=s3")
                .hasSize(6);
    }

    @Test
    void shouldKeepTheMBeanOfAServerThatStaysUnderAnotherAddress() throws Exception {
        cluster.open("shop", "s1=127.0.0.1:9001, s2=127.0.0.1:9002");
        beans.follow();
        List<String> changes = new ArrayList<>();
        server.addNotificationListener(
                MBeanServerDelegate.DELEGATE_NAME,
                (n, handback) -> changes.add(n.getType() + " "
                        + ((MBeanServerNotification) n).getMBeanName().getKeyProperty("name")),
                null,
                null);

        cluster.reconfigure("shop", "s2=127.0.0.1:9009");
        beans.follow();

        assertThat(server.getAttribute(ObjectNames.realServer("shop", "s2"), "Address"))
                .isEqualTo("127.0.0.1:9009");
        assertThat(changes).containsExactly(MBeanServerNotification.UNREGISTRATION_NOTIFICATION + " s1");
    }

    @Test
    void shouldQuoteNamesWithOddCharactersSoThatEachIsFound() throws Exception {
        String name = "a,b=c:\"d\"*?\n서버";
        cluster.openOdd(name, "s=1,\\2");
        beans.follow();

        ObjectName virtualServer = new ObjectName("org.netchestra:type=VirtualServer,name=" + ObjectName.quote(name));
        assertThat(server.getAttribute(virtualServer, "Name")).isEqualTo(name);
        ObjectName realServer = new ObjectName("org.netchestra:type=RealServer,virtualServer=" + ObjectName.quote(name)
                + ",name=" + ObjectName.quote("s=1,\\2"));
        assertThat(server.getAttribute(realServer, "Name")).isEqualTo("s=1,\\2");
    }

    @Test
    void shouldLeaveNothingBehind() throws Exception {
        cluster.open("shop", "s1=127.0.0.1:9001");
        beans.follow();
        beans.close();
        beans.follow();

        assertThat(names()).isEmpty();
    }

    @Test
    void shouldTakeOverWhatAPredecessorLeftBehind() throws Exception {
        ClusterBeans predecessor = new ClusterBeans(cluster, cluster.events, server, System::nanoTime);
        cluster.open("gone", "s1=127.0.0.1:9001");
        predecessor.follow();
        server.unregisterMBean(ObjectNames.EVENTS);
        beans.follow();

        assertThat(server.getAttribute(ObjectNames.DISPATCHER, "Version")).isEqualTo("0.1.0");
        assertThat(names()).hasSize(5);
    }

    @Test
    void shouldDescribeAVirtualServer() throws Exception {
        cluster.open("shop", "s1=127.0.0.1:9001 weight=2, s2=127.0.0.1:9002");
        beans.follow();

        ObjectName name = ObjectNames.virtualServer("shop");
        assertThat(server.getAttribute(name, "State")).isEqualTo("RUNNING");
        assertThat(server.getAttribute(name, "Listen")).isEqualTo("127.0.0.1:8080");
        assertThat(server.getAttribute(name, "Protocol")).isEqualTo("http");
        assertThat(server.getAttribute(name, "Policy")).isEqualTo("rr");
        assertThat(server.getAttribute(name, "ConfigurationProblem")).isNull();
        assertThat(value(name, "Configuration", "servers")).isEqualTo("s1=127.0.0.1:9001 weight=2, s2=127.0.0.1:9002");
        assertThat(value(name, "Servers", "s2")).isEqualTo("UP");
        assertThat(value(ObjectNames.DISPATCHER, "VirtualServers", "shop")).isEqualTo("RUNNING");
    }

    @Test
    void shouldShowTrafficInMilliseconds() throws Exception {
        var handle = cluster.open("shop", "s1=127.0.0.1:9001");
        handle.traffic().began();
        handle.traffic().began();
        handle.traffic().ended(503, true, 250_000_000);
        handle.traffic().transferred(10, 2000);
        beans.follow();

        ObjectName name = ObjectNames.virtualServer("shop");
        assertThat(server.getAttribute(name, "InFlight")).isEqualTo(1);
        assertThat(server.getAttribute(name, "Requests")).isEqualTo(1L);
        assertThat(server.getAttribute(name, "Failures")).isEqualTo(1L);
        assertThat(server.getAttribute(name, "Replies5xx")).isEqualTo(1L);
        assertThat(server.getAttribute(name, "Replies2xx")).isEqualTo(0L);
        assertThat(server.getAttribute(name, "BytesIn")).isEqualTo(10L);
        assertThat(server.getAttribute(name, "BytesOut")).isEqualTo(2000L);
        assertThat(server.getAttribute(name, "ResponseTimeMax")).isEqualTo(250.0);
        assertThat((Double) server.getAttribute(name, "ResponseTimeP99")).isBetween(240.0, 260.0);
        assertThat(server.getAttribute(ObjectNames.DISPATCHER, "Requests")).isEqualTo(1L);
    }

    @Test
    void shouldExplainDecisions() throws Exception {
        cluster.open("shop", "s1=127.0.0.1:9001, s2=127.0.0.1:9002 weight=0")
                .current()
                .pick(new PlainRequest("id-7", "GET /cart"));
        beans.follow();

        CompositeData[] decisions = (CompositeData[]) server.invoke(
                ObjectNames.virtualServer("shop"), "listDecisions", new Object[] {10}, new String[] {"int"});

        assertThat(decisions).hasSize(1);
        assertThat(decisions[0].get("requestId")).isEqualTo("id-7");
        assertThat(decisions[0].get("request")).isEqualTo("GET /cart");
        assertThat(decisions[0].get("chosen")).isEqualTo("s1");
        CompositeData[] candidates = (CompositeData[]) decisions[0].get("candidates");
        assertThat(candidates[0].get("excluded")).isNull();
        assertThat(candidates[0].get("score")).isNull();
        assertThat(candidates[1].get("server")).isEqualTo("s2");
        assertThat(candidates[1].get("excluded")).isEqualTo("weight 0");
    }

    @Test
    void shouldSayThatAVirtualServerIsGoneUntilItsMBeanIs() throws Exception {
        cluster.open("shop", "s1=127.0.0.1:9001");
        beans.follow();
        cluster.close("shop");

        assertThatThrownBy(() -> server.getAttribute(ObjectNames.virtualServer("shop"), "State"))
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("virtual server: shop (expected: one that runs; it was removed)");

        beans.follow();
        assertThatThrownBy(() -> server.getAttribute(ObjectNames.virtualServer("shop"), "State"))
                .isInstanceOf(InstanceNotFoundException.class);
    }

    private Object value(ObjectName name, String attribute, String key) throws Exception {
        return ((TabularData) server.getAttribute(name, attribute))
                .get(new Object[] {key})
                .get("value");
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (ObjectName name : server.queryNames(null, null)) {
            if (name.getDomain().equals("org.netchestra")) {
                names.add(name.getKeyPropertyListString());
            }
        }
        return names;
    }
}

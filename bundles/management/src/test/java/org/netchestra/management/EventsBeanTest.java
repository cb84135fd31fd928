package org.netchestra.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.event.Topics;
import org.netchestra.core.control.TestCluster;

class EventsBeanTest {

    private final TestCluster cluster = new TestCluster();
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final ClusterBeans beans = new ClusterBeans(cluster, cluster.events, server, System::nanoTime);

    @BeforeEach
    void start() throws Exception {
        cluster.open("shop", "s1=127.0.0.1:9001");
        beans.follow();
        cluster.events.add(beans);
    }

    @AfterEach
    void stop() {
        beans.close();
        cluster.close();
    }

    @Test
    void shouldListEventsWithTheirDetails() throws Exception {
        drain();

        CompositeData[] recent = (CompositeData[]) server.getAttribute(ObjectNames.EVENTS, "Recent");
        CompositeData last = recent[recent.length - 1];
        assertThat(last.get("time")).isEqualTo("2026-11-21T10:00:00Z");
        assertThat(last.get("topic")).isEqualTo(Topics.SERVER_STATE);
        assertThat(last.get("virtualServer")).isEqualTo("shop");
        assertThat(last.get("server")).isEqualTo("s1");
        assertThat(((TabularData) last.get("details"))
                        .get(new Object[] {"reason"})
                        .get("value"))
                .isEqualTo("disk change");
    }

    @Test
    void shouldNotifyOfEveryEventInClassesThatEveryClientHas() throws Exception {
        BlockingQueue<Notification> heard = new LinkedBlockingQueue<>();
        server.addNotificationListener(ObjectNames.EVENTS, (n, handback) -> heard.add(n), null, null);

        drain();

        Notification first = heard.poll(10, TimeUnit.SECONDS);
        while (first != null && !first.getType().equals("org.netchestra.server.state")) {
            first = heard.poll(10, TimeUnit.SECONDS);
        }
        assertThat(first).isNotNull();
        assertThat(first.getMessage()).contains("shop").contains("disk change");
        assertThat(first.getSource()).isEqualTo(ObjectNames.EVENTS);
        Map<?, ?> data = (Map<?, ?>) first.getUserData();
        assertThat(data.get("server")).isEqualTo("s1");
        assertThat(data.get("severity")).isEqualTo("INFO");
        assertThat(data.values()).allMatch(v -> v.getClass().getName().startsWith("java."));
    }

    @Test
    void shouldAnnounceTheTypesOfItsNotifications() throws Exception {
        String[] types =
                server.getMBeanInfo(ObjectNames.EVENTS).getNotifications()[0].getNotifTypes();

        assertThat(Stream.of(types))
                .contains("org.netchestra.server.state", "org.netchestra.configuration.refused")
                .allMatch(type -> type.matches("org\\.netchestra(\\.[a-z-]+)+"));
    }

    @Test
    void shouldAnswerAsManyAsAskedFor() throws Exception {
        drain();

        assertThat((CompositeData[]) recent(1)).hasSize(1);
        assertThatThrownBy(() -> recent(-1)).hasRootCauseMessage("max: -1 (expected: >= 0)");
    }

    private Object recent(int max) throws Exception {
        return server.invoke(ObjectNames.EVENTS, "listRecent", new Object[] {max}, new String[] {"int"});
    }

    private void drain() {
        cluster.setAdminState("shop", "s1", AdminState.DRAIN, new ChangeContext("kim", "test", "disk change"));
    }
}

package org.netchestra.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.OpenType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netchestra.core.control.NamedPolicy;
import org.netchestra.core.control.TestCluster;

/** What a client that has none of our classes needs: open types throughout, and words for everything. */
class OpenTypesTest {

    private final TestCluster cluster = new TestCluster();
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final ClusterBeans beans = new ClusterBeans(cluster, cluster.events, server, System::nanoTime);

    @BeforeEach
    void start() throws Exception {
        cluster.open("shop", "s1=127.0.0.1:9001");
        beans.follow();
    }

    @AfterEach
    void stop() {
        beans.close();
        cluster.close();
    }

    @Test
    void shouldAnswerEveryAttributeWithAValueOfItsOpenType() throws Exception {
        int read = 0;
        for (ObjectName name : ours()) {
            for (MBeanAttributeInfo info : server.getMBeanInfo(name).getAttributes()) {
                Object value = server.getAttribute(name, info.getName());
                OpenType<?> type = (OpenType<?>) info.getDescriptor().getFieldValue("openType");
                assertThat(type).as(name + " " + info.getName()).isNotNull();
                assertThat(value == null || type.isValue(value))
                        .as(name + " " + info.getName() + " " + value)
                        .isTrue();
                assertThat(info.isWritable()).as(info.getName()).isFalse();
                read++;
            }
        }
        assertThat(read).isGreaterThan(90);
    }

    @Test
    void shouldDescribeEveryAttributeOperationAndParameter() throws Exception {
        List<String> undescribed = new ArrayList<>();
        for (ObjectName name : ours()) {
            MBeanInfo info = server.getMBeanInfo(name);
            check(info.getDescription(), name.toString(), undescribed);
            for (MBeanAttributeInfo attribute : info.getAttributes()) {
                check(attribute.getDescription(), attribute.getName(), undescribed);
            }
            for (MBeanOperationInfo operation : info.getOperations()) {
                check(operation.getDescription(), operation.getName(), undescribed);
                Stream.of(operation.getSignature()).forEach(p -> check(p.getDescription(), p.getName(), undescribed));
            }
        }
        assertThat(undescribed).isEmpty();
    }

    @Test
    void shouldSayInWhichUnitANumberIs() throws Exception {
        MBeanAttributeInfo p99 = Stream.of(
                        server.getMBeanInfo(ObjectNames.virtualServer("shop")).getAttributes())
                .filter(a -> a.getName().equals("ResponseTimeP99"))
                .findFirst()
                .orElseThrow();

        assertThat(p99.getDescription()).endsWith("Unit: ms.");
        assertThat(p99.getDescriptor().getFieldValue("units")).isEqualTo("ms");
    }

    @Test
    void shouldNameOperationsOnlyOnceSoThatNoSignatureIsNeeded() throws Exception {
        MBeanOperationInfo[] operations =
                server.getMBeanInfo(ObjectNames.realServer("shop", "s1")).getOperations();

        assertThat(Stream.of(operations).map(MBeanOperationInfo::getName))
                .containsExactlyInAnyOrder("ready", "drain", "maint", "setWeight", "resetWeight")
                .doesNotHaveDuplicates();
        assertThat(operations).allMatch(o -> o.getImpact() == MBeanOperationInfo.ACTION);
        assertThat(Stream.of(operations)
                        .filter(o -> o.getName().equals("setWeight"))
                        .flatMap(o -> Stream.of(o.getSignature()))
                        .map(p -> p.getName()))
                .containsExactly("weight", "reason");
    }

    @Test
    void shouldListPoliciesAsCompositeData() throws Exception {
        CompositeData[] policies = (CompositeData[]) server.getAttribute(ObjectNames.POLICIES, "Policies");

        assertThat(policies).hasSize(1);
        assertThat(policies[0].get("name")).isEqualTo("rr");
        assertThat(policies[0].get("present")).isEqualTo(true);
        assertThat(policies[0].get("origin")).isEqualTo("org.netchestra.test/1.0.0");
        assertThat((String[]) policies[0].get("usedBy")).containsExactly("shop");
    }

    @Test
    void shouldActivateAndRollBackPolicies() throws Exception {
        NamedPolicy candidate = new NamedPolicy("rr", (pool, options) -> request -> null, "mine 1.0.0", 0, true);
        cluster.conductor.policyAdded(candidate);
        assertThatThrownBy(() -> policyCommand("activate"))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .hasStackTraceContaining("it is not vetted");
        cluster.conductor.policyVetted(candidate, true, "passed");

        policyCommand("activate");
        assertThat(policyStates()).containsExactly("ACTIVE mine 1.0.0", "STANDBY org.netchestra.test/1.0.0");
        policyCommand("rollBack");
        assertThat(policyStates()).containsExactly("ACTIVE org.netchestra.test/1.0.0", "ROLLED_BACK mine 1.0.0");
    }

    private void policyCommand(String operation) throws Exception {
        String text = String.class.getName();
        server.invoke(ObjectNames.POLICIES, operation, new Object[] {"rr", "a test"}, new String[] {text, text});
    }

    private List<String> policyStates() throws Exception {
        CompositeData[] policies = (CompositeData[]) server.getAttribute(ObjectNames.POLICIES, "Policies");
        return Stream.of(policies)
                .map(p -> p.get("state") + " " + p.get("origin"))
                .toList();
    }

    private List<ObjectName> ours() throws Exception {
        List<ObjectName> names = List.copyOf(server.queryNames(new ObjectName("org.netchestra:*"), null));
        assertThat(names).hasSize(5);
        return names;
    }

    private static void check(String description, String name, List<String> undescribed) {
        if (description == null || description.length() < 10 || !description.endsWith(".")) {
            undescribed.add(name + ": " + description);
        }
    }
}

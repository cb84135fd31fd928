package org.netchestra.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class KarafInvocationRulesTest {

    private static final ObjectName SECURITY =
            KarafInvocationRules.name("org.apache.karaf:type=security,area=jmx,name=root");

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final KarafInvocationRules rules = new KarafInvocationRules(server);

    /** The shape of Karaf's own. */
    public interface SecurityMBean {
        boolean canInvoke(String bean, String operation, String[] signature);
    }

    /** Lets everybody read and notes what was asked. */
    public static final class Security implements SecurityMBean {
        private final List<String> asked = new ArrayList<>();

        @Override
        public boolean canInvoke(String bean, String operation, String[] signature) {
            asked.add(bean + " " + operation + List.of(signature));
            return operation.startsWith("get");
        }
    }

    @Test
    void shouldAllowNothingWithoutKarafsRules() {
        assertThat(rules.mayInvoke(SECURITY, "getX", List.of())).isFalse();
    }

    @Test
    void shouldAskKarafsRules() throws JMException {
        Security security = new Security();
        server.registerMBean(security, SECURITY);
        ObjectName bean = KarafInvocationRules.name("test:type=A");

        assertThat(rules.mayInvoke(bean, "getX", List.of())).isTrue();
        assertThat(rules.mayInvoke(bean, "drain", List.of("int", "java.lang.String")))
                .isFalse();
        assertThat(security.asked).containsExactly("test:type=A getX[]", "test:type=A drain[int, java.lang.String]");
    }

    @Test
    void shouldNameABeanAsItRegisteredItself() throws JMException {
        Security security = new Security();
        server.registerMBean(security, SECURITY);

        rules.mayInvoke(
                KarafInvocationRules.name("org.apache.karaf:name=root,area=jmx,type=security"), "getX", List.of());

        assertThat(security.asked).containsExactly(SECURITY + " getX[]");
    }
}

package org.netchestra.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.jolokia.util.RequestType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoleRestrictorTest {

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final ObjectName lamp = KarafInvocationRules.name("test:type=Lamp,name=one");
    private final List<String> asked = new ArrayList<>();

    /** An MBean with an attribute of each kind and an overloaded operation. */
    public interface LampMBean {
        int getWatts();

        void setWatts(int watts);

        boolean isOn();

        void toggle();

        void blink(int times);

        void blink(int times, String colour);
    }

    /** It does nothing: only its description counts. */
    public static final class Lamp implements LampMBean {
        @Override
        public int getWatts() {
            return 40;
        }

        @Override
        public void setWatts(int watts) {}

        @Override
        public boolean isOn() {
            return true;
        }

        @Override
        public void toggle() {}

        @Override
        public void blink(int times) {}

        @Override
        public void blink(int times, String colour) {}
    }

    @BeforeEach
    void register() throws JMException {
        server.registerMBean(new Lamp(), lamp);
    }

    private RoleRestrictor allowing(String... calls) {
        Set<String> allowed = Set.of(calls);
        return new RoleRestrictor(
                (bean, operation, signature) -> {
                    String call = operation + signature;
                    asked.add(call);
                    return allowed.contains(call);
                },
                server);
    }

    @Test
    void shouldReadAnAttributeWithTheRightToItsGetter() {
        RoleRestrictor restrictor = allowing("getWatts[]", "isOn[]");

        assertThat(restrictor.isAttributeReadAllowed(lamp, "Watts")).isTrue();
        assertThat(restrictor.isAttributeReadAllowed(lamp, "On")).isTrue();
        assertThat(restrictor.isAttributeReadAllowed(lamp, "Other")).isFalse();
        assertThat(restrictor.isAttributeWriteAllowed(lamp, "Watts")).isFalse();
        assertThat(asked).containsExactly("getWatts[]", "isOn[]", "getOther[]", "setWatts[int]");
    }

    @Test
    void shouldWriteAnAttributeWithTheRightToItsSetter() {
        assertThat(allowing("setWatts[int]").isAttributeWriteAllowed(lamp, "Watts"))
                .isTrue();
    }

    @Test
    void shouldAskForAnOperationByItsSignature() {
        RoleRestrictor restrictor = allowing("toggle[]", "blink[int, java.lang.String]");

        assertThat(restrictor.isOperationAllowed(lamp, "toggle")).isTrue();
        assertThat(restrictor.isOperationAllowed(lamp, "toggle()")).isTrue();
        assertThat(restrictor.isOperationAllowed(lamp, "blink(int, java.lang.String)"))
                .isTrue();
        assertThat(restrictor.isOperationAllowed(lamp, "blink(int)")).isFalse();
    }

    @Test
    void shouldWantTheRightToEveryOverloadOfABareName() {
        assertThat(allowing("blink[int]").isOperationAllowed(lamp, "blink")).isFalse();
        assertThat(allowing("blink[int]", "blink[int, java.lang.String]").isOperationAllowed(lamp, "blink"))
                .isTrue();
    }

    @Test
    void shouldAskEvenWhenThereIsNoSuchBeanOrOperation() {
        RoleRestrictor restrictor = allowing();

        assertThat(restrictor.isOperationAllowed(lamp, "explode")).isFalse();
        assertThat(restrictor.isOperationAllowed(KarafInvocationRules.name("test:type=None"), "x"))
                .isFalse();
        assertThat(asked).containsExactly("explode[]", "x[]");
    }

    @Test
    void shouldShowTheCatalogueWithTheRightToListOnly() {
        for (RequestType type : List.of(RequestType.LIST, RequestType.SEARCH, RequestType.VERSION)) {
            assertThat(allowing().isTypeAllowed(type)).isFalse();
            assertThat(allowing("list[]").isTypeAllowed(type)).isTrue();
        }
    }

    @Test
    void shouldKnowNoOtherKindsOfRequest() {
        RoleRestrictor restrictor = allowing("list[]");

        assertThat(restrictor.isTypeAllowed(RequestType.REGNOTIF)).isFalse();
        assertThat(restrictor.isTypeAllowed(RequestType.READ)).isTrue();
    }

    @Test
    void shouldNeverGiveOtherSitesAPermission() {
        assertThat(allowing().isOriginAllowed("http://evil.example", false)).isFalse();
    }
}

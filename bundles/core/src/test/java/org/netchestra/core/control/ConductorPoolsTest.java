package org.netchestra.core.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.VirtualServerStatus;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.VirtualServerReader;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.core.event.EventHub;
import org.netchestra.core.pool.LiveServer;

/** Named pools come, change and go with their virtual server, all at once or not at all. */
final class ConductorPoolsTest {

    private final EventHub events = new EventHub(Runnable::run, failure -> {
        throw failure;
    });
    private final Conductor conductor = new Conductor(Runnable::run, events, new MovableClock(), () -> 0);

    @BeforeEach
    void addPolicy() {
        conductor.policyAdded(new NamedPolicy(
                "first",
                (pool, options) -> {
                    options.integer("depth", 1, 1, 9);
                    return request -> pool.member(0).server();
                },
                "test",
                0));
    }

    @Test
    void shouldGiveEachPoolAStatusAndStatesOfItsOwn() throws InvalidConfigurationException {
        VirtualServerHandle shop = conductor.open(spec(Map.of("pool.images.servers", "i1=h:11")));
        conductor.listening(shop, new ServerAddress("127.0.0.1", 8080));

        conductor.setAdminState("shop/images", "i1", AdminState.DRAIN, new ChangeContext("kim", "test", ""));

        assertThat(conductor.statuses()).extracting(VirtualServerStatus::name).containsExactly("shop", "shop/images");
        assertThat(conductor.status("shop").state()).hasToString("RUNNING");
        assertThat(conductor.status("shop/images").state()).hasToString("NO_SERVER");
        assertThat(conductor.status("shop/images").listen()).hasToString("127.0.0.1:8080");
        assertThat(shop.current().pools()).extracting(VirtualServerHandle::name).containsExactly("shop/images");
    }

    @Test
    void shouldKeepAPoolThroughAReconfigurationAndAddAndRemoveOthers() throws InvalidConfigurationException {
        VirtualServerHandle shop =
                conductor.open(spec(Map.of("pool.images.servers", "i1=h:11", "pool.old.servers", "o1=h:21")));
        VirtualServerHandle images = shop.current().pools().get(0);
        LiveServer live = images.current().servers().get(0).live();

        conductor.reconfigure(
                shop, spec(Map.of("pool.images.servers", "i1=h:11, i2=h:12", "pool.new.servers", "n1=h:31")));

        assertThat(shop.current().pools())
                .extracting(VirtualServerHandle::name)
                .containsExactly("shop/images", "shop/new");
        assertThat(shop.current().pools()).contains(images);
        assertThat(images.current().servers().get(0).live()).isSameAs(live);
        assertThat(images.current().servers()).hasSize(2);
        assertThat(conductor.status("shop/old")).isNull();
        assertThat(conductor.status("shop/new")).isNotNull();
    }

    @Test
    void shouldChangeNothingWhenAPoolIsRefused() throws InvalidConfigurationException {
        VirtualServerHandle shop = conductor.open(spec(Map.of("pool.images.servers", "i1=h:11")));
        long revision = shop.current().revision();

        assertThatThrownBy(() -> conductor.reconfigure(
                        shop,
                        spec(Map.of(
                                "servers", "a=h:1, b=h:2",
                                "pool.images.servers", "i1=h:11, i2=h:12",
                                "pool.new.servers", "n1=h:31",
                                "pool.new.policy", "frist"))))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("pool.new.policy = frist")
                .hasMessageContaining("did you mean 'first'?");
        assertThatThrownBy(() -> conductor.reconfigure(
                        shop, spec(Map.of("pool.images.servers", "i1=h:11", "pool.images.policy", "first depth=10"))))
                .hasMessageContaining("pool.images.policy");

        assertThat(shop.current().revision()).isEqualTo(revision);
        assertThat(shop.current().servers()).hasSize(1);
        assertThat(shop.current().pools().get(0).current().servers()).hasSize(1);
        assertThat(conductor.status("shop/new")).isNull();
    }

    @Test
    void shouldCloseThePoolsWithTheirVirtualServer() throws InvalidConfigurationException {
        VirtualServerHandle shop = conductor.open(spec(Map.of("pool.images.servers", "i1=h:11")));

        conductor.close(shop);

        assertThat(conductor.statuses()).isEmpty();
    }

    private static VirtualServerSpec spec(Map<String, String> more) throws InvalidConfigurationException {
        Map<String, String> values =
                new HashMap<>(Map.of("listen", "127.0.0.1:8080", "policy", "first", "servers", "a=h:1"));
        values.putAll(more);
        return VirtualServerReader.read("shop", values, null);
    }
}

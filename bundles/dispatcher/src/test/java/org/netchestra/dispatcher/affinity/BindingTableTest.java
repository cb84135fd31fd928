package org.netchestra.dispatcher.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.core.pool.LiveServer;

class BindingTableTest {

    private final LiveServer one = new LiveServer("one", new ServerAddress("h", 1), 0);
    private final LiveServer two = new LiveServer("two", new ServerAddress("h", 2), 0);

    @Test
    void shouldRememberUntilTheTimeAfterTheLastUse() {
        BindingTable table = new BindingTable(1000, 100);
        table.bind(key("a"), one, 1000);
        table.bind(key("b"), two, 1000);

        assertThat(table.find(key("a"), 1099)).isSameAs(one);
        assertThat(table.find(key("a"), 1198)).isSameAs(one);
        assertThat(table.find(key("b"), 1198)).isNull();
        assertThat(table.find(key("a"), 1298)).isNull();
        assertThat(table.find(key("c"), 1000)).isNull();
    }

    @Test
    void shouldBindAnew() {
        BindingTable table = new BindingTable(1000, 100);
        table.bind(key("a"), one, 0);
        table.bind(key("a"), two, 1);

        assertThat(table.find(key("a"), 2)).isSameAs(two);
    }

    @Test
    void shouldStayWithinItsSizeAndKeepWhatIsUsed() {
        BindingTable table = new BindingTable(1024, 1_000_000);
        table.bind(key("kept"), one, 0);
        for (int i = 0; i < 100_000; i++) {
            table.bind(key("k" + i), two, i);
            assertThat(table.find(key("kept"), i)).isSameAs(one);
        }
        int left = 0;
        for (int i = 0; i < 100_000; i++) {
            left += table.find(key("k" + i), 100_000) == null ? 0 : 1;
        }
        assertThat(left).isBetween(900, 2048);
    }

    private static RequestKey key(String text) {
        RequestKey key = new RequestKey();
        byte[] bytes = ("xx" + text + "y").getBytes(StandardCharsets.US_ASCII);
        key.set(bytes, 2, text.length());
        return key;
    }
}

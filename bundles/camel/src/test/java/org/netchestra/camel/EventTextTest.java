package org.netchestra.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.Severity;

class EventTextTest {

    @Test
    void shouldReadAsOneLine() {
        assertThat(EventText.line(TestEvents.event("server/state", Severity.WARNING, "shop", "s1")))
                .isEqualTo("2026-11-21T10:15:30.123Z WARNING server/state shop/s1: s1 is down");
        assertThat(EventText.line(TestEvents.event("server/state", Severity.INFO, null, "s1")))
                .isEqualTo("2026-11-21T10:15:30.123Z INFO server/state s1: s1 is down");
        assertThat(EventText.line(
                        new ClusterEvent(TestEvents.TIME, "a", Severity.ERROR, null, null, "x\ny\u001b[2J", Map.of())))
                .isEqualTo("2026-11-21T10:15:30.123Z ERROR a: x?y?[2J");
    }

    @Test
    void shouldReadAsOneLineOfJson() {
        assertThat(EventText.json(TestEvents.event("server/state", Severity.WARNING, "shop", "s1")))
                .isEqualTo("{\"time\":\"2026-11-21T10:15:30.123Z\",\"topic\":\"server/state\",\"severity\":\"warning\","
                        + "\"virtualServer\":\"shop\",\"server\":\"s1\",\"message\":\"s1 is down\","
                        + "\"details\":{\"new\":\"down\",\"old\":\"up\",\"reason\":\"refused\"}}");
    }

    @Test
    void shouldEscapeWhatJsonMustNotHold() throws Exception {
        String wild = "a\"b\\/c/d\\c\nd\u0001e\u2028f\ud83d\ude00";
        String json = EventText.json(new ClusterEvent(TestEvents.TIME, "a", Severity.INFO, null, null, wild, Map.of()));

        assertThat(json).doesNotContain("\n").doesNotContain("\u0001").doesNotContain("details");
        assertThat(((JsonObject) Jsoner.deserialize(json)).getString("message")).isEqualTo(wild);
    }
}

package org.netchestra.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestGateTest {

    private static final String HOST = "127.0.0.1:8181";

    @Test
    void shouldLetProgramsAndItsOwnPagesPass() {
        assertThat(RequestGate.foreign(HOST, null, null)).isEmpty();
        assertThat(RequestGate.foreign(HOST, "http://127.0.0.1:8181", "same-origin"))
                .isEmpty();
        assertThat(RequestGate.foreign(HOST, null, "none")).isEmpty();
        assertThat(RequestGate.foreign("Console.Example:80", "http://console.example:80", null))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:9001", "http://evil.example", "null", "", "not an origin", "http://127.0.0.1"})
    void shouldRefuseOtherOrigins(String origin) {
        assertThat(RequestGate.foreign(HOST, origin, null)).isPresent();
        assertThat(RequestGate.foreign(null, origin, null)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", ""})
    void shouldRefuseWhatTheBrowserCallsForeign(String site) {
        assertThat(RequestGate.foreign(HOST, null, site)).isPresent();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "/", "/read/java.lang:type=Memory", "/list", "//search/java.lang:*", "/version"})
    void shouldLetGetRead(String path) {
        assertThat(RequestGate.changing(path, null, null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/exec/java.lang:type=Memory/gc,",
        "//exec/java.lang:type=Memory/gc,",
        "/write/java.lang:type=Memory/Verbose/true,",
        "/e!xec/java.lang:type=Memory/gc,",
        "/notification/register,",
        "/,/exec/java.lang:type=Memory/gc",
        ",exec/java.lang:type=Memory/gc"
    })
    void shouldNotLetGetChangeAnything(String path, String parameter) {
        assertThat(RequestGate.changing(path, parameter, null)).isPresent();
    }

    @Test
    void shouldNotAnswerWithAScript() {
        assertThat(RequestGate.changing("/list", null, "steal")).contains("callback (expected: none)");
    }

    @Test
    void shouldTakeJsonAndNothingAFormCanSend() {
        assertThat(RequestGate.notJson("application/json; charset=UTF-8")).isEmpty();
        assertThat(RequestGate.notJson("text/json")).isEmpty();
        assertThat(RequestGate.notJson(null)).contains("Content-Type:  (expected: application/json)");
        assertThat(RequestGate.notJson("text/plain")).isPresent();
        assertThat(RequestGate.notJson("application/x-www-form-urlencoded")).isPresent();
        assertThat(RequestGate.notJson("multipart/form-data; boundary=application/json"))
                .isPresent();
    }
}

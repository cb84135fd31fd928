package org.netchestra.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    @Test
    void shouldReadBasicCredentials() {
        assertThat(Credentials.ofBasic("Basic " + base64("admin:pass:word")))
                .contains(new Credentials("admin", "pass:word"));
        assertThat(Credentials.ofBasic("bASIC   " + base64("jürgen:päss"))).contains(new Credentials("jürgen", "päss"));
        assertThat(Credentials.ofBasic("Basic " + base64("a:"))).contains(new Credentials("a", ""));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Basic", "Basic ", "Bearer abc", "Basic ###", "Basic bm9jb2xvbg=="})
    void shouldFindNoneInAnythingElse(String header) {
        assertThat(Credentials.ofBasic(header)).isEmpty();
    }

    @Test
    void shouldNotTellThePassword() {
        assertThat(new Credentials("admin", "secret")).hasToString("Credentials[admin]");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

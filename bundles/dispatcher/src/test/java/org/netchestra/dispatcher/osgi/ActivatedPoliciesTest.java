package org.netchestra.dispatcher.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ActivatedPoliciesTest {

    @TempDir
    Path directory;

    @Test
    void shouldRememberThroughARestart() {
        Path file = directory.resolve("netchestra/activated-policies.properties");
        new ActivatedPolicies(file).put("mine", "abc");
        new ActivatedPolicies(file).put("yours", "def");
        new ActivatedPolicies(file).remove("yours");

        ActivatedPolicies restarted = new ActivatedPolicies(file);

        assertThat(restarted.contains("mine", "abc")).isTrue();
        assertThat(restarted.contains("mine", "abd")).as("another jar").isFalse();
        assertThat(restarted.contains("yours", "def")).isFalse();
    }

    @Test
    void shouldBeginAnewWhenTheFileIsRubbish() throws IOException {
        Path file = Files.writeString(directory.resolve("activated-policies.properties"), "mine = \\u00zz");

        assertThat(new ActivatedPolicies(file).contains("mine", "abc")).isFalse();
    }
}

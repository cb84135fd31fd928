package org.netchestra.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstAdministratorTest {

    @TempDir
    Path etc;

    private Path file;
    private FirstAdministrator administrator;

    @BeforeEach
    void start() {
        file = etc.resolve("users.properties");
        administrator = new FirstAdministrator(
                new UsersFile(file), () -> "random-one", password -> "HASH-" + password.length());
    }

    @Test
    void shouldTellTheRandomPasswordOnceAndStoreOnlyItsHash() throws IOException {
        assertThat(administrator.ensure(Optional.empty()))
                .hasValueSatisfying(news -> assertThat(news).contains("'admin', password  random-one"));

        assertThat(file).content().contains("admin = HASH-10,").doesNotContain("random-one");
        assertThat(administrator.ensure(Optional.empty())).isEmpty();
    }

    @Test
    void shouldTakeThePasswordFromAFileAndNotTellIt() throws IOException {
        Path secret = Files.writeString(etc.resolve("secret"), "from-file\nsecond line\n");

        assertThat(administrator.ensure(Optional.of(secret)))
                .hasValueSatisfying(
                        news -> assertThat(news).contains(secret.toString()).doesNotContain("from-file"));

        assertThat(file).content().contains("admin = HASH-9,");
    }

    @Test
    void shouldMakeNobodyWhereSomebodyIs() throws IOException {
        Files.writeString(file, "eve = secret,viewer\n");

        assertThat(administrator.ensure(Optional.empty())).isEmpty();
        assertThat(file).hasContent("eve = secret,viewer\n");
    }

    @Test
    void shouldMakeNobodyWhenThePasswordFileIsMissingOrEmpty() throws IOException {
        Path missing = etc.resolve("missing");
        assertThatThrownBy(() -> administrator.ensure(Optional.of(missing)))
                .hasMessage("adminPasswordFile: " + missing
                        + " (expected: a readable file with the password in its first line)");

        Path empty = Files.writeString(etc.resolve("empty"), " \n");
        assertThatThrownBy(() -> administrator.ensure(Optional.of(empty))).isInstanceOf(IOException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldMakeAnotherPasswordEachTime() {
        SecureRandom random = new SecureRandom();
        Set<String> passwords = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            passwords.add(RandomPassword.from(random));
        }
        assertThat(passwords).hasSize(1000).allMatch(password -> password.matches("[A-HJ-NP-Za-km-z2-9]{20}"));
    }

    @Test
    void shouldFrameEveryLine() {
        assertThat(Banner.around("ab\nlonger")).isEqualTo("\n+----------+\n|  ab      |\n|  longer  |\n+----------+\n");
    }
}

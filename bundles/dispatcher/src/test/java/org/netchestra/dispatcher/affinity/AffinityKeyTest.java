package org.netchestra.dispatcher.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AffinityKeyTest {

    @Test
    void shouldMakeAFileThatOnlyItsOwnerReadsAndUseItAgain(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("data/affinity.key");

        byte[] token = AffinityKey.in(file).tokenFor("shop\0s1");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(AffinityKey.in(file).tokenFor("shop\0s1")).isEqualTo(token);
        assertThat(AffinityKey.in(file).tokenFor("shop\0s2")).isNotEqualTo(token);
        assertThat(AffinityKey.random().tokenFor("shop\0s1")).isNotEqualTo(token);
        assertThat(new String(token, java.nio.charset.StandardCharsets.US_ASCII))
                .matches("[A-Za-z0-9_-]{22}");
    }

    @Test
    void shouldNotTakeAFileThatHoldsNoKey(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("affinity.key"), "short");

        assertThatThrownBy(() -> AffinityKey.in(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("5 bytes (expected: a key of 32 bytes");
    }
}

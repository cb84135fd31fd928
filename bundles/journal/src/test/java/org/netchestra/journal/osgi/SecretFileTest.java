package org.netchestra.journal.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretFileTest {

    @TempDir
    Path directory;

    @Test
    void shouldMakeAKeyOnceThatOnlyItsOwnerCanRead() throws IOException {
        Path file = directory.resolve("secret.key");
        byte[] first = SecretFile.read(file, new SecureRandom()).getEncoded();
        assertThat(SecretFile.read(file, new SecureRandom()).getEncoded())
                .isEqualTo(first)
                .hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldRefuseAFileThatIsNoKey() throws IOException {
        Path file = directory.resolve("secret.key");
        Files.write(file, new byte[5]);
        assertThatThrownBy(() -> SecretFile.read(file, new SecureRandom()))
                .hasMessageContaining("5 bytes (expected: 32");
    }
}

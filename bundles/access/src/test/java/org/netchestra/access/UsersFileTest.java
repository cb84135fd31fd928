package org.netchestra.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersFileTest {

    @TempDir
    Path etc;

    private Path file;
    private UsersFile users;

    @BeforeEach
    void locate() {
        file = etc.resolve("users.properties");
        users = new UsersFile(file);
    }

    @Test
    void shouldSeeNobodyInCommentsAndGroups() throws IOException {
        assertThat(users.hasUser()).isFalse();
        Files.writeString(file, "# admin = admin\n_g_\\:admingroup = group,admin\n");
        assertThat(users.hasUser()).isFalse();
        Files.writeString(file, "eve = secret,viewer\n");
        assertThat(users.hasUser()).isTrue();
    }

    @Test
    void shouldAddAnAdministratorOfTheAdminGroupAndKeepTheRest() throws IOException {
        Files.writeString(file, "# keep me");

        users.addAdministrator("admin", "{CRYPT}hash{CRYPT}");

        assertThat(Files.readString(file)).startsWith("# keep me\n");
        assertThat(read())
                .containsEntry("admin", "{CRYPT}hash{CRYPT},_g_:admingroup")
                .containsEntry("_g_:admingroup", "group,admin,manager,viewer,systembundles,ssh");
        assertThat(users.hasUser()).isTrue();
    }

    @Test
    void shouldLeaveAnAdminGroupAsItIs() throws IOException {
        Files.writeString(file, "_g_\\:admingroup = group,viewer\n");

        users.addAdministrator("admin", "x");

        assertThat(read()).containsEntry("_g_:admingroup", "group,viewer").hasSize(2);
    }

    @Test
    void shouldKeepTheFileFromOthers() throws IOException {
        Files.writeString(file, "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        users.restrictToOwner();
        assertThat(permissions()).isEqualTo("rw-------");

        users.addAdministrator("admin", "x");
        assertThat(permissions()).isEqualTo("rw-------");
        try (var files = Files.list(etc)) {
            assertThat(files).containsExactly(file);
        }
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private Properties read() throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        return properties;
    }
}

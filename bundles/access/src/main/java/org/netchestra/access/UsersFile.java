package org.netchestra.access;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;

/**
 * Karaf's users.properties: lines {@code user = password,role,...} or {@code user = password,_g_:group}, and groups
 * {@code _g_\:group = group,role,...}. Not thread-safe; Karaf reads the file at every login.
 */
public final class UsersFile {

    private static final String GROUP_PREFIX = "_g_:";
    private static final String ADMIN_GROUP = "admingroup";
    private static final String ADMIN_ROLES = "group,admin,manager,viewer,systembundles,ssh";

    private final Path file;

    public UsersFile(Path file) {
        this.file = file;
    }

    /** Whether anyone could log in: a line that names a user, not a group. */
    public boolean hasUser() throws IOException {
        return entries().stringPropertyNames().stream().anyMatch(name -> !name.startsWith(GROUP_PREFIX));
    }

    /** Adds a user with every role, keeping what the file says already. The password is stored as given. */
    public void addAdministrator(String user, String storedPassword) throws IOException {
        StringBuilder text = new StringBuilder(text());
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
        if (!entries().containsKey(GROUP_PREFIX + ADMIN_GROUP)) {
            text.append("_g_\\:")
                    .append(ADMIN_GROUP)
                    .append(" = ")
                    .append(ADMIN_ROLES)
                    .append('\n');
        }
        text.append(user).append(" = ").append(storedPassword).append(",").append(GROUP_PREFIX);
        replace(text.append(ADMIN_GROUP).append('\n').toString());
    }

    /** Takes the file from everybody but its owner, where the file system knows owners. */
    public void restrictToOwner() throws IOException {
        if (Files.exists(file)) {
            restrictToOwner(file);
        }
    }

    private Properties entries() throws IOException {
        Properties entries = new Properties();
        entries.load(new StringReader(text()));
        return entries;
    }

    private String text() throws IOException {
        return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    }

    /** Whole or not at all, and never readable by others in between. */
    private void replace(String text) throws IOException {
        Path next = Files.createTempFile(file.toAbsolutePath().getParent(), "users", ".tmp");
        restrictToOwner(next);
        Files.writeString(next, text, StandardCharsets.UTF_8);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void restrictToOwner(Path path) throws IOException {
        if (Files.getFileAttributeView(path, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        }
    }
}

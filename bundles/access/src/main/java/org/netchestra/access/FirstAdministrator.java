package org.netchestra.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Makes the user {@code admin} when the appliance starts and nobody could log in.
 *
 * <p>His password comes from a file if one is named (containers), else it is random and told once. What is stored
 * is its hash. Not thread-safe.
 */
public final class FirstAdministrator {

    /** The name of the user that is made. */
    public static final String NAME = "admin";

    private final UsersFile users;
    private final Supplier<String> randomPassword;
    private final UnaryOperator<String> stored;

    /**
     * @param randomPassword makes a password when no file gives one
     * @param stored turns a password into the text users.properties keeps
     */
    public FirstAdministrator(UsersFile users, Supplier<String> randomPassword, UnaryOperator<String> stored) {
        this.users = users;
        this.randomPassword = randomPassword;
        this.stored = stored;
    }

    /**
     * Makes the administrator unless a user exists.
     *
     * @param passwordFile a file whose first line is the password to use
     * @return what to tell the operator, once; empty if nothing was made
     */
    public Optional<String> ensure(Optional<Path> passwordFile) throws IOException {
        users.restrictToOwner();
        if (users.hasUser()) {
            return Optional.empty();
        }
        String password = passwordFile.isPresent() ? firstLine(passwordFile.get()) : randomPassword.get();
        users.addAdministrator(NAME, stored.apply(password));
        return Optional.of(passwordFile
                .map(file -> "The administrator is '" + NAME + "', with the password in " + file)
                .orElseGet(() -> "The administrator is '" + NAME + "', password  " + password
                        + "\nIt is shown this once and kept as a hash; the jaas: commands change it."));
    }

    private static String firstLine(Path file) throws IOException {
        String line = Files.isReadable(file)
                ? Files.readString(file, StandardCharsets.UTF_8)
                        .lines()
                        .findFirst()
                        .orElse("")
                        .trim()
                : "";
        if (line.isEmpty()) {
            throw new IOException(
                    "adminPasswordFile: " + file + " (expected: a readable file with the password in its first line)");
        }
        return line;
    }
}

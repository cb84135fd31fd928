package org.netchestra.dispatcher.affinity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that the values of affinity cookies are made with, so that nobody can make one or learn a server's name from it. Kept in a
 * file that its owner alone may read; appliances that share the file understand each other's cookies. Thread-safe.
 */
public final class AffinityKey {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int TOKEN_BYTES = 16;

    private final SecretKeySpec key;

    private AffinityKey(byte[] secret) {
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** A key for this process alone: its cookies mean nothing after a restart. */
    public static AffinityKey random() {
        return new AffinityKey(newSecret());
    }

    /**
     * The key of a file, which is made when it is not there.
     *
     * @throws IOException when the file can neither be read nor made, or holds no key
     */
    public static AffinityKey in(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        byte[] secret = Files.readAllBytes(file);
        if (secret.length != KEY_BYTES) {
            throw new IOException(file + ": " + secret.length + " bytes (expected: a key of " + KEY_BYTES
                    + " bytes; without the file a new one is made)");
        }
        return new AffinityKey(secret);
    }

    private static void create(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (var channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(file))) {
            channel.write(java.nio.ByteBuffer.wrap(newSecret()));
        } catch (FileAlreadyExistsException another) {
            // Made at the same moment by another one; that key is as good.
            return;
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-------");
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }

    private static byte[] newSecret() {
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    /** What stands for an identity: 22 characters that say nothing without the key. */
    byte[] tokenFor(String identity) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] code = mac.doFinal(identity.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encode(Arrays.copyOf(code, TOKEN_BYTES));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(ALGORITHM + " (expected: present on every Java platform)", impossible);
        }
    }
}

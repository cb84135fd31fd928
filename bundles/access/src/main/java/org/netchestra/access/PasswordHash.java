package org.netchestra.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Salted, slow password hashes: PBKDF2 with HMAC-SHA-512 (RFC 8018 section 5.2), from the JDK alone.
 *
 * <p>The text form is {@code pbkdf2:<iterations>:<salt>:<hash>}, both parts base64url without padding: no comma
 * (Karaf's separator in a line of users.properties) and the cost travels along, so that it can be raised later.
 * Thread-safe.
 */
public final class PasswordHash {

    /** OWASP's recommendation of 2023 for this function; about a tenth of a second. */
    public static final int ITERATIONS = 210_000;

    private static final String SCHEME = "pbkdf2";
    private static final String FUNCTION = "PBKDF2WithHmacSHA512";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    private final SecureRandom random;
    private final int iterations;

    /** Hashes at the given cost; {@link #matches} follows the cost in the stored text instead. */
    public PasswordHash(SecureRandom random, int iterations) {
        if (iterations < 1) {
            throw new IllegalArgumentException("iterations: " + iterations + " (expected: >= 1)");
        }
        this.random = random;
        this.iterations = iterations;
    }

    /** The text to store for a password: another one each time, by its salt. */
    public String of(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return SCHEME + ":" + iterations + ":" + encode(salt) + ":" + encode(derive(password, salt, iterations));
    }

    /** Whether this password led to this text; false for a text of any other form. */
    public boolean matches(String password, String stored) {
        String[] parts = stored.split(":", -1);
        if (parts.length != 4 || !parts[0].equals(SCHEME)) {
            return false;
        }
        try {
            byte[] derived = derive(password, decode(parts[2]), Integer.parseInt(parts[1]));
            return MessageDigest.isEqual(derived, decode(parts[3]));
        } catch (IllegalArgumentException notOurs) {
            return false; // a number or base64 text that someone edited: no password fits it
        }
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance(FUNCTION).generateSecret(key).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(FUNCTION + " (expected: in every JDK)", e);
        } finally {
            key.clearPassword();
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
    }
}

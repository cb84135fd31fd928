package org.netchestra.access;

import java.security.SecureRandom;

/** A password nobody has thought of: 20 characters that cannot be mistaken for one another, 115 bits. */
public final class RandomPassword {

    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
    private static final int LENGTH = 20;

    private RandomPassword() {}

    public static String from(SecureRandom random) {
        StringBuilder password = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }
}

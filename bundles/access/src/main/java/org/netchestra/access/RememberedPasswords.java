package org.netchestra.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Spares a client that logs in with every request the slow hash: what has matched once is known again.
 *
 * <p>Kept is only a keyed digest of the pair (stored text, password), the key living and dying with the process; a
 * changed password is a changed stored text and so never found. Failures are not remembered and stay slow.
 * Thread-safe.
 */
public final class RememberedPasswords {

    private static final int MOST = 64;
    private static final String DIGEST = "HmacSHA256";

    private final PasswordHash hash;
    private final SecretKeySpec key;
    private final Set<String> known = new LinkedHashSet<>();

    public RememberedPasswords(PasswordHash hash, SecureRandom random) {
        this.hash = hash;
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        this.key = new SecretKeySpec(secret, DIGEST);
    }

    /** As {@link PasswordHash#matches}, fast the second time. */
    public boolean matches(String password, String stored) {
        String digest = digest(password, stored);
        synchronized (known) {
            if (known.contains(digest)) {
                return true;
            }
        }
        boolean matched = hash.matches(password, stored);
        if (matched) {
            remember(digest);
        }
        return matched;
    }

    private void remember(String digest) {
        synchronized (known) {
            if (known.size() >= MOST) {
                known.remove(known.iterator().next());
            }
            known.add(digest);
        }
    }

    private String digest(String password, String stored) {
        try {
            Mac mac = Mac.getInstance(DIGEST);
            mac.init(key);
            mac.update(stored.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Base64.getEncoder().encodeToString(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(DIGEST + " (expected: in every JDK)", e);
        }
    }
}

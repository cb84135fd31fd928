package org.netchestra.journal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.JournalRequest;
import org.netchestra.api.journal.TransactionRules;
import org.netchestra.api.journal.TransactionRules.Identification;

/**
 * Tells which transaction a request belongs to, and names new ones.
 *
 * <p>A name of ours is 128 random bits, and on the wire signed with HMAC-SHA256 (cut to 128 bits) over the virtual server
 * and the name: {@code name.signature}, both base64url. So a client can join only transactions that it was told of, and
 * only where it was told. Names that clients choose (header or path) are taken as they are. Thread-safe.
 */
final class TransactionNames {

    /** The algorithm of the signature and of its key. */
    static final String ALGORITHM = "HmacSHA256";

    private static final int BYTES = 16;
    private static final int LONGEST = 128;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final String virtualServer;
    private final TransactionRules rules;
    private final SecretKey secret;
    private final Supplier<byte[]> random;
    private final @Nullable Pattern pattern;

    /**
     * @param secret the key of the signature
     * @param random 16 random bytes at each call
     */
    TransactionNames(String virtualServer, TransactionRules rules, SecretKey secret, Supplier<byte[]> random) {
        this.virtualServer = virtualServer;
        this.rules = rules;
        this.secret = secret;
        this.random = random;
        pattern = rules.identifiedBy() == Identification.PATH ? Pattern.compile(rules.name()) : null;
    }

    /** Whether requests to this target belong to transactions at all. */
    boolean covers(String target) {
        return rules.paths().isEmpty() || rules.paths().stream().anyMatch(p -> startsWith(target, p));
    }

    /** Whether a target lies at or below a path. */
    static boolean startsWith(String target, String path) {
        if (!target.startsWith(path)) {
            return false;
        }
        boolean boundary = target.length() == path.length() || path.endsWith("/");
        return boundary || "/?;".indexOf(target.charAt(path.length())) >= 0;
    }

    /** The name of the transaction the request belongs to, or null when it names none, or none that is ours. */
    @Nullable
    String in(JournalRequest request) {
        return switch (rules.identifiedBy()) {
            case COOKIE -> verified(Cookies.value(request.header("cookie"), rules.name()));
            case HEADER -> verified(request.header(rules.name().toLowerCase(Locale.ROOT)));
            case NAMED_HEADER -> bounded(request.header(rules.name().toLowerCase(Locale.ROOT)));
            case PATH -> bounded(group(request.target()));
        };
    }

    /** Whether a request without a name begins a transaction: where names are ours to give. */
    boolean begins() {
        return rules.identifiedBy() == Identification.COOKIE || rules.identifiedBy() == Identification.HEADER;
    }

    /** A new name. */
    String next() {
        return TEXT.encodeToString(random.get());
    }

    /** The name as the client is told it. */
    String signed(String name) {
        return name + "." + TEXT.encodeToString(signature(name));
    }

    private @Nullable String verified(@Nullable String presented) {
        int dot = presented == null ? -1 : presented.indexOf('.');
        if (presented == null || dot < 0 || presented.length() > LONGEST) {
            return null;
        }
        String name = presented.substring(0, dot);
        byte[] expected = TEXT.encode(signature(name));
        byte[] found = presented.substring(dot + 1).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, found) ? name : null;
    }

    private byte[] signature(String name) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update(virtualServer.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)), BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }

    private static @Nullable String bounded(@Nullable String name) {
        return name == null || name.isEmpty() || name.length() > LONGEST ? null : name;
    }

    private @Nullable String group(String target) {
        Matcher matcher = pattern == null ? null : pattern.matcher(target);
        return matcher != null && matcher.find() ? matcher.group(1) : null;
    }
}

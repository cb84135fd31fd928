package org.netchestra.dispatcher.osgi;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** What a bundle consists of as one number: wherever it was installed from, the same entries give the same SHA-256. */
final class BundleDigest {

    private static final int CHUNK = 8192;

    private BundleDigest() {}

    /** @throws IOException when the bundle cannot be read */
    static String of(Bundle bundle) throws IOException {
        @Nullable Enumeration<URL> entries = bundle.findEntries("/", "*", true);
        List<URL> sorted = entries == null ? List.of() : Collections.list(entries);
        sorted = sorted.stream().sorted(Comparator.comparing(URL::getPath)).toList();
        MessageDigest digest = sha256();
        for (URL entry : sorted) {
            digest.update(entry.getPath().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            if (!entry.getPath().endsWith("/")) {
                update(digest, entry);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, URL entry) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = entry.openStream()) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}

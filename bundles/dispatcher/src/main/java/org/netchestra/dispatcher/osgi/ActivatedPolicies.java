package org.netchestra.dispatcher.osgi;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which policies were activated, in a file that outlives the process: after a restart just these work again. By name and by
 * the content of their bundle, so that another jar of the same name is a candidate again. Thread-safe.
 */
final class ActivatedPolicies {

    private static final Logger LOG = LoggerFactory.getLogger(ActivatedPolicies.class);
    private static final String FILE = "activated-policies.properties";

    private final Path file;
    private final Properties digests = new Properties();

    ActivatedPolicies(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                digests.load(in);
            } catch (IOException | IllegalArgumentException unreadable) {
                LOG.warn("activated policies: {} cannot be read, they are candidates again", file, unreadable);
            }
        }
    }

    static ActivatedPolicies in(BundleContext context) {
        String data = context.getProperty("karaf.data");
        return new ActivatedPolicies(
                data != null
                        ? Path.of(data, "netchestra", FILE)
                        : context.getDataFile(FILE).toPath());
    }

    synchronized boolean contains(String policy, String digest) {
        return digest.equals(digests.getProperty(policy));
    }

    synchronized void put(String policy, String digest) {
        if (!digest.equals(digests.setProperty(policy, digest))) {
            write();
        }
    }

    synchronized void remove(String policy) {
        if (digests.remove(policy) != null) {
            write();
        }
    }

    /** Beside and renamed, so that a process that dies leaves the old file or the new one. */
    private void write() {
        try {
            Files.createDirectories(file.getParent());
            Path beside = file.resolveSibling("." + file.getFileName());
            try (Writer out = Files.newBufferedWriter(beside)) {
                digests.store(out, "policies that were activated: name = SHA-256 of the bundle's content");
            }
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException unwritable) {
            LOG.warn("activated policies: {} cannot be written, a restart will forget them", file, unwritable);
        }
    }
}

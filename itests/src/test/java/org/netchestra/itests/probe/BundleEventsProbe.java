package org.netchestra.itests.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Runs inside the appliance under test and writes down which bundles lose their wiring, so that a test can count what a hot
 * deployment refreshes. An activator, because the probe must need nothing but the framework.
 */
public final class BundleEventsProbe implements BundleActivator {

    /** The file, beneath the appliance's data directory. */
    public static final String FILE = "bundle-events.txt";

    @Override
    public void start(BundleContext context) {
        Path file = Path.of(System.getProperty("karaf.data"), FILE);
        context.addBundleListener((SynchronousBundleListener) event -> write(file, event));
    }

    private static void write(Path file, BundleEvent event) {
        if (event.getType() != BundleEvent.UNRESOLVED) {
            return;
        }
        try {
            Files.writeString(
                    file,
                    event.getBundle().getSymbolicName() + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void stop(BundleContext context) {
        // The framework removes the listener with the bundle.
    }
}

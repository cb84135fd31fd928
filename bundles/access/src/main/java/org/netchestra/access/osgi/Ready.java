package org.netchestra.access.osgi;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says on standard output and in the log when the appliance is up, and where its administration is. */
@Component(
        service = {},
        immediate = true)
public final class Ready implements BundleListener {

    private static final Logger LOG = LoggerFactory.getLogger(Ready.class);
    private static final String OURS = "mvn:org.netchestra/";

    private final BundleContext context;
    private final ConfigurationAdmin configurations;
    private final AtomicBoolean said = new AtomicBoolean();

    /**
     * @param administrator there when the boot features are installed (at the first start nearly the last thing, later
     *     the first) and somebody can log in
     */
    @Activate
    public Ready(
            BundleContext context,
            @Reference ConfigurationAdmin configurations,
            @SuppressWarnings("unused") @Reference FirstStart administrator) {
        this.context = context;
        this.configurations = configurations;
        context.addBundleListener(this);
        sayIfReady();
    }

    @Deactivate
    void deactivate() {
        context.removeBundleListener(this);
    }

    /** Called by the framework's event thread; our own bundle's start is the last it can wait for. */
    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STARTED) {
            sayIfReady();
        }
    }

    private void sayIfReady() {
        if (Arrays.stream(context.getBundles()).allMatch(Ready::isUp) && said.compareAndSet(false, true)) {
            context.removeBundleListener(this);
            try {
                announce();
            } catch (IOException e) {
                LOG.warn("Ready, but standard output or the configuration cannot be reached", e);
            }
        }
    }

    /** Someone else's, or started, or stopped on purpose. */
    private static boolean isUp(Bundle bundle) {
        return !bundle.getLocation().startsWith(OURS)
                || bundle.getState() == Bundle.ACTIVE
                || !bundle.adapt(BundleStartLevel.class).isPersistentlyStarted();
    }

    private void announce() throws IOException {
        double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
        String text = String.format(
                Locale.ROOT,
                "Netchestra %s is ready after %.1f s: console http://127.0.0.1:%s/hawtio, shell ssh -p %s admin@127.0.0.1",
                context.getBundle().getHeaders().get(Constants.BUNDLE_VERSION),
                seconds,
                setting("org.ops4j.pax.web", "org.osgi.service.http.port"),
                setting("org.apache.karaf.shell", "sshPort"));
        LOG.info(text);
        ProcessOutput.print(text + "\n");
    }

    private String setting(String pid, String key) throws IOException {
        Dictionary<String, Object> properties =
                configurations.getConfiguration(pid, null).getProperties();
        return properties == null ? "?" : String.valueOf(properties.get(key));
    }
}

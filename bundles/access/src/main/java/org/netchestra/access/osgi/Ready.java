package org.netchestra.access.osgi;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Dictionary;
import java.util.Locale;
import org.apache.karaf.features.BootFinished;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.startlevel.FrameworkStartLevel;
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
public final class Ready implements FrameworkListener {

    private static final Logger LOG = LoggerFactory.getLogger(Ready.class);

    private final BundleContext context;
    private final ConfigurationAdmin configurations;

    /**
     * @param features there when the boot features are installed: at the first start the last thing, later the first
     */
    @Activate
    public Ready(
            BundleContext context,
            @Reference ConfigurationAdmin configurations,
            @SuppressWarnings("unused") @Reference BootFinished features)
            throws IOException {
        this.context = context;
        this.configurations = configurations;
        if (everythingStarted()) {
            announce();
        } else {
            context.addFrameworkListener(this);
        }
    }

    @Deactivate
    void deactivate() {
        context.removeFrameworkListener(this);
    }

    @Override
    public void frameworkEvent(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED && everythingStarted()) {
            context.removeFrameworkListener(this);
            try {
                announce();
            } catch (IOException e) {
                LOG.warn("Ready, but standard output or the configuration cannot be reached", e);
            }
        }
    }

    private boolean everythingStarted() {
        int wanted = Integer.parseInt(context.getProperty(Constants.FRAMEWORK_BEGINNING_STARTLEVEL));
        return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                        .adapt(FrameworkStartLevel.class)
                        .getStartLevel()
                >= wanted;
    }

    private void announce() throws IOException {
        double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
        String text = String.format(
                Locale.ROOT,
                "Netchestra %s is ready after %.1f s: console http://127.0.0.1:%s/hawtio, shell ssh -p %s admin@127.0.0.1",
                context.getBundle().getVersion(),
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

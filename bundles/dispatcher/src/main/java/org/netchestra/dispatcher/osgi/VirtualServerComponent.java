package org.netchestra.dispatcher.osgi;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.VirtualServerReader;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.dispatcher.netty.RunningServer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/**
 * One configuration of a virtual server, and what runs by it. A configuration that is not sound changes nothing: what ran goes on.
 */
@Component(
        service = {},
        configurationPid = VirtualServerComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
public final class VirtualServerComponent {

    static final String PID = "org.netchestra.virtualserver";

    private final DataPlane dataPlane;
    private final ConfigurationSource source;
    private final Runnable retry = this::retry;
    private @Nullable RunningServer running;
    /** What was refused for its policy, which may come; guarded by this. */
    private @Nullable Map<String, Object> refused;

    @Activate
    public VirtualServerComponent(@Reference DataPlane dataPlane, Map<String, Object> properties) {
        this.dataPlane = dataPlane;
        source = new ConfigurationSource(PID, properties);
        configure(properties);
        dataPlane.policies().whenActivated(retry);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        configure(properties);
    }

    private synchronized void retry() {
        if (refused != null) {
            configure(refused);
        }
    }

    private synchronized void configure(Map<String, Object> properties) {
        refused = null;
        Path file = source.file();
        try {
            VirtualServerSpec spec =
                    VirtualServerReader.read(source.name(), ConfigurationSource.keys(properties), file);
            if (running == null) {
                running = dataPlane.dispatcher().open(spec);
            } else {
                running.reconfigure(spec);
            }
        } catch (InvalidConfigurationException invalid) {
            boolean policy = invalid.problems().stream().anyMatch(p -> p.key().endsWith("policy"));
            refused = policy ? properties : null;
            dataPlane.conductor().refused(source.name(), source.located(invalid));
        }
    }

    @Deactivate
    void deactivate() {
        dataPlane.policies().forget(retry);
        if (running != null) {
            running.stop();
        }
    }
}

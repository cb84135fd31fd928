package org.netchestra.camel.osgi;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.ClusterEvents;
import org.netchestra.camel.RouteDeployer;
import org.netchestra.camel.RouteEvents;
import org.netchestra.camel.RouteFileException;
import org.netchestra.camel.RouteTrial;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes route files from the directories that fileinstall watches: {@code routes/}, and {@code deploy/} too. */
@Component(service = ArtifactInstaller.class)
public final class RouteInstaller implements ArtifactInstaller {

    private static final Logger LOG = LoggerFactory.getLogger(RouteInstaller.class);

    private static final List<String> DIRECTORIES = List.of("routes", "deploy");

    private final RouteDeployer deployer;
    private final Path base;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable ClusterEvents events;

    @Activate
    public RouteInstaller(
            BundleContext bundle,
            @Reference(target = "(camel.context.name=" + CamelHost.NAME + ")") CamelContext context) {
        deployer = new RouteDeployer(context, new RouteTrial(() -> Contexts.hidden(bundle, CamelHost.NAME + "-trial")));
        base = Path.of(System.getProperty("karaf.base", ""));
    }

    /** Fileinstall hands a file over once; after a restart of the context or of this bundle we look for ourselves. */
    @Activate
    public void installWhatIsThere() throws IOException {
        for (String directory : DIRECTORIES) {
            File[] files = base.resolve(directory).toFile().listFiles(this::canHandle);
            for (File file : files == null ? new File[0] : files) {
                install(file);
            }
        }
    }

    @Override
    public boolean canHandle(File artifact) {
        return RouteDeployer.isRouteFile(artifact.getName());
    }

    @Override
    public void install(File artifact) throws IOException {
        String name = nameOf(artifact);
        try {
            if (deployer.deploy(name, read(artifact))) {
                tell(RouteEvents.applied(Instant.now(), name));
            }
        } catch (RouteFileException failure) {
            // Told here and not thrown: fileinstall would print a trace, and forget that the file is ours.
            LOG.error(failure.getMessage());
            LOG.debug(name, failure);
            tell(RouteEvents.refused(Instant.now(), failure));
        }
    }

    @Override
    public void update(File artifact) throws IOException {
        install(artifact);
    }

    @Override
    public void uninstall(File artifact) {
        deployer.remove(nameOf(artifact));
    }

    /** Rubbish is left for the parser to refuse, with a line. */
    private static String read(File artifact) throws IOException {
        return new String(Files.readAllBytes(artifact.toPath()), StandardCharsets.UTF_8);
    }

    private void tell(ClusterEvent event) {
        ClusterEvents publisher = events;
        if (publisher != null) {
            publisher.publish(event);
        }
    }

    private String nameOf(File artifact) {
        Path path = artifact.toPath().toAbsolutePath().normalize();
        return path.startsWith(base) ? base.relativize(path).toString() : path.toString();
    }
}

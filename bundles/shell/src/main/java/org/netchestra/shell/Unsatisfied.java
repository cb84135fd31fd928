package org.netchestra.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/**
 * What of the product cannot do its work in the framework, and what it waits for, one line each.
 *
 * <p>A component that waits for a configuration is not counted: no virtual server is a legal state.
 */
final class Unsatisfied {

    private static final String OURS = "org.netchestra";

    private Unsatisfied() {}

    /** Our bundles that are not active. */
    static List<String> bundles(BundleContext context) {
        return Stream.of(context.getBundles())
                .filter(b -> b.getSymbolicName() != null && b.getSymbolicName().startsWith(OURS))
                .filter(b -> b.getState() != Bundle.ACTIVE && b.getHeaders().get(Constants.FRAGMENT_HOST) == null)
                .map(b -> "bundle " + b.getSymbolicName() + " is " + state(b) + " (bundle:diag " + b.getBundleId()
                        + " tells why)")
                .toList();
    }

    /** Our components that lack a service or failed to start. */
    static List<String> components(ServiceComponentRuntime runtime) {
        List<String> lines = new ArrayList<>();
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
            if (component.bundle.symbolicName.startsWith(OURS)) {
                runtime.getComponentConfigurationDTOs(component).forEach(c -> look(component, c, lines));
            }
        }
        return lines;
    }

    private static void look(
            ComponentDescriptionDTO component, ComponentConfigurationDTO configured, List<String> lines) {
        if (configured.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
            lines.add("component " + component.name + " waits for "
                    + Stream.of(configured.unsatisfiedReferences)
                            .map(missing -> service(component, missing))
                            .collect(Collectors.joining(", ")));
        } else if (configured.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
            String failure = configured.failure == null ? "" : configured.failure;
            lines.add("component " + component.name + " failed to start: "
                    + failure.lines().findFirst().orElse("unknown"));
        }
    }

    private static String service(ComponentDescriptionDTO component, UnsatisfiedReferenceDTO missing) {
        String type = Arrays.stream(component.references)
                .filter(reference -> reference.name.equals(missing.name))
                .map(reference -> reference.interfaceName)
                .findFirst()
                .orElse(missing.name);
        return missing.target == null ? type : type + " " + missing.target;
    }

    private static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.INSTALLED -> "not resolved";
            case Bundle.RESOLVED -> "resolved, not started";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            default -> "gone";
        };
    }
}

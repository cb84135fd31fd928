package org.netchestra.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

class UnsatisfiedTest {

    @Test
    void shouldNameTheServiceAComponentWaitsFor() {
        ComponentDescriptionDTO component = component("org.netchestra.management", "Management");
        component.references = new ReferenceDTO[] {reference("control", "org.netchestra.api.control.ClusterControl")};
        ComponentConfigurationDTO waiting = configuration(ComponentConfigurationDTO.UNSATISFIED_REFERENCE);
        waiting.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {missing("control")};

        assertThat(Unsatisfied.components(runtime(Map.of(component, List.of(waiting)))))
                .containsExactly("component Management waits for org.netchestra.api.control.ClusterControl");
    }

    @Test
    void shouldNameTheFailureOfAComponent() {
        ComponentConfigurationDTO failed = configuration(ComponentConfigurationDTO.FAILED_ACTIVATION);
        failed.failure = "java.lang.IllegalStateException: no epoll\n\tat somewhere";

        assertThat(Unsatisfied.components(
                        runtime(Map.of(component("org.netchestra.dispatcher", "Dispatcher"), List.of(failed)))))
                .containsExactly("component Dispatcher failed to start: java.lang.IllegalStateException: no epoll");
    }

    @Test
    void shouldKeepQuietAboutComponentsThatWorkOrAreNotOurs() {
        ComponentConfigurationDTO waiting = configuration(ComponentConfigurationDTO.UNSATISFIED_REFERENCE);
        waiting.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {missing("x")};

        assertThat(Unsatisfied.components(runtime(Map.of(
                        component("org.netchestra.dispatcher", "Active"),
                        List.of(configuration(ComponentConfigurationDTO.ACTIVE)),
                        component("org.netchestra.dispatcher", "VirtualServer"),
                        List.of(configuration(ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION)),
                        component("org.apache.karaf.scr", "Other"),
                        List.of(waiting)))))
                .isEmpty();
    }

    private static ComponentDescriptionDTO component(String bundle, String name) {
        ComponentDescriptionDTO component = new ComponentDescriptionDTO();
        component.bundle = new BundleDTO();
        component.bundle.symbolicName = bundle;
        component.name = name;
        component.references = new ReferenceDTO[0];
        return component;
    }

    private static ReferenceDTO reference(String name, String type) {
        ReferenceDTO reference = new ReferenceDTO();
        reference.name = name;
        reference.interfaceName = type;
        return reference;
    }

    private static UnsatisfiedReferenceDTO missing(String name) {
        UnsatisfiedReferenceDTO missing = new UnsatisfiedReferenceDTO();
        missing.name = name;
        return missing;
    }

    private static ComponentConfigurationDTO configuration(int state) {
        ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();
        configuration.state = state;
        return configuration;
    }

    private static ServiceComponentRuntime runtime(
            Map<ComponentDescriptionDTO, List<ComponentConfigurationDTO>> components) {
        return (ServiceComponentRuntime) Proxy.newProxyInstance(
                UnsatisfiedTest.class.getClassLoader(),
                new Class<?>[] {ServiceComponentRuntime.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getComponentDescriptionDTOs" -> components.keySet();
                    case "getComponentConfigurationDTOs" -> components.get(arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}

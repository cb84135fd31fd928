package org.netchestra.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.jar.Manifest;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Policy;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A policy as its bundle declares it, found without a running OSGi framework: for tests, benchmarks and command lines.
 *
 * @param name what a configuration writes after {@code policy =}
 * @param policy a new instance of the component's class
 * @param capabilities what the component declares by {@link Capability#PROPERTY}
 */
public record DeclaredPolicy(String name, BalancingPolicy policy, Set<Capability> capabilities) {

    private static final String COMPONENTS = "Service-Component";

    /**
     * The policies of all bundles on a class path, by name. Components with a constructor that takes something are left
     * out: only a framework can make those.
     */
    public static List<DeclaredPolicy> onClassPath(ClassLoader loader) {
        try {
            List<DeclaredPolicy> found = new ArrayList<>();
            for (URL manifest : Collections.list(loader.getResources("META-INF/MANIFEST.MF"))) {
                for (String description : descriptions(manifest)) {
                    DeclaredPolicy policy = read(loader, description);
                    if (policy != null) {
                        found.add(policy);
                    }
                }
            }
            found.sort(Comparator.comparing(DeclaredPolicy::name));
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A conformance run as the declaration asks for it. */
    public PolicyConformance conformance() {
        return PolicyConformance.of(name, policy).with(capabilities);
    }

    private static List<String> descriptions(URL manifest) throws IOException {
        try (InputStream in = manifest.openStream()) {
            String files = new Manifest(in).getMainAttributes().getValue(COMPONENTS);
            return files == null ? List.of() : List.of(files.split("\\s*,\\s*"));
        }
    }

    private static @Nullable DeclaredPolicy read(ClassLoader loader, String description) throws IOException {
        try (InputStream in = loader.getResourceAsStream(description)) {
            if (in == null) {
                return null;
            }
            Element component = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
            String name = property(component, Policy.PROPERTY);
            return name == null || component.hasAttribute("init") ? null : of(loader, component, name);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(description + ": not a component description", e);
        }
    }

    private static DeclaredPolicy of(ClassLoader loader, Element component, String name) throws IOException {
        Element implementation =
                (Element) component.getElementsByTagName("implementation").item(0);
        String className = implementation.getAttribute("class");
        try {
            BalancingPolicy policy = (BalancingPolicy)
                    loader.loadClass(className).getDeclaredConstructor().newInstance();
            return new DeclaredPolicy(name, policy, Capability.fromProperty(property(component, Capability.PROPERTY)));
        } catch (ReflectiveOperationException e) {
            throw new IOException(className + ": cannot be made without a framework", e);
        }
    }

    private static @Nullable String property(Element component, String name) {
        NodeList properties = component.getElementsByTagName("property");
        for (int index = 0; index < properties.getLength(); index++) {
            Element property = (Element) properties.item(index);
            if (property.getAttribute("name").equals(name)) {
                // Several values stand in the element, a line each.
                return property.hasAttribute("value")
                        ? property.getAttribute("value")
                        : property.getTextContent().strip().replaceAll("\\s+", ",");
            }
        }
        return null;
    }
}

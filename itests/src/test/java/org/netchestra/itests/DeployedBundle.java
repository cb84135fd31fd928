package org.netchestra.itests;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** A bundle made on the spot and dropped into deploy/. */
final class DeployedBundle {

    private interface Writer {
        void write(OutputStream out) throws IOException;
    }

    private final Path file;

    private DeployedBundle(Path file) {
        this.file = file;
    }

    /** The file's name beneath deploy/. */
    static DeployedBundle in(Appliance appliance, String fileName) {
        return new DeployedBundle(
                appliance.process().directory().resolve("deploy").resolve(fileName));
    }

    /** A bundle of the distribution, such as {@code policies.rotation}, under another name and version. */
    DeployedBundle ofDistribution(String bundle, String symbolicName, String version) throws IOException {
        drop(out -> {
            try (JarFile original = new JarFile(shipped(bundle).toFile())) {
                Manifest manifest = new Manifest(original.getManifest());
                manifest.getMainAttributes().putValue("Bundle-SymbolicName", symbolicName);
                manifest.getMainAttributes().putValue("Bundle-Version", version);
                try (JarOutputStream jar = new JarOutputStream(out, manifest)) {
                    for (JarEntry entry : Collections.list(original.entries())) {
                        if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                            copy(jar, entry.getName(), original.getInputStream(entry));
                        }
                    }
                }
            }
        });
        return this;
    }

    /** A bundle with an activator. */
    DeployedBundle ofActivator(String symbolicName, Class<?> activator) throws IOException {
        return ofClasses(
                symbolicName,
                "Import-Package: org.osgi.framework\nBundle-Activator: " + activator.getName(),
                List.of(activator),
                "",
                "");
    }

    /** A bundle with a policy as its only component. */
    DeployedBundle ofPolicy(String symbolicName, String policy, Class<?> type) throws IOException {
        String description = "OSGI-INF/policy.xml";
        String xml = "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.3.0\" name=\"" + policy + "\">"
                + "<property name=\"netchestra.policy\" value=\"" + policy + "\"/>"
                + "<service><provide interface=\"org.netchestra.api.policy.BalancingPolicy\"/></service>"
                + "<implementation class=\"" + type.getName() + "\"/></scr:component>";
        return ofClasses(
                symbolicName,
                "Import-Package: org.netchestra.api.policy,org.netchestra.api.cluster\nService-Component: "
                        + description,
                List.of(type),
                description,
                xml);
    }

    private DeployedBundle ofClasses(
            String symbolicName, String headers, List<Class<?>> classes, String extra, String content)
            throws IOException {
        String text = "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: " + symbolicName
                + "\nBundle-Version: 1.0.0\n" + headers + "\n";
        Manifest manifest = new Manifest(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        drop(out -> {
            try (JarOutputStream jar = new JarOutputStream(out, manifest)) {
                for (Class<?> type : classes) {
                    String entry = type.getName().replace('.', '/') + ".class";
                    copy(jar, entry, type.getClassLoader().getResourceAsStream(entry));
                }
                if (!extra.isEmpty()) {
                    copy(jar, extra, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
                }
            }
        });
        return this;
    }

    /** A jar that was built elsewhere. */
    DeployedBundle copyOf(Path jar) throws IOException {
        drop(out -> Files.copy(jar, out));
        return this;
    }

    void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Writes beside and renames, so that the appliance never sees half a file. */
    private void drop(Writer writer) throws IOException {
        Path part = Files.createTempFile("netchestra-deploy", ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            writer.write(out);
        }
        Path beside = file.resolveSibling("." + file.getFileName());
        Files.move(part, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path shipped(String bundle) throws IOException {
        String name = "org\\.netchestra\\." + bundle.replace(".", "\\.") + ".*\\.jar";
        try (Stream<Path> files = Files.walk(Appliance.distribution().resolve("system/org/netchestra"))) {
            List<Path> found = new ArrayList<>(
                    files.filter(f -> f.getFileName().toString().matches(name)).toList());
            return found.get(0);
        }
    }

    private static void copy(JarOutputStream jar, String name, InputStream content) throws IOException {
        try (InputStream in = content) {
            jar.putNextEntry(new JarEntry(name));
            in.transferTo(jar);
            jar.closeEntry();
        }
    }
}

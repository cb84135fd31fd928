package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.itests.probe.BundleEventsProbe;
import org.netchestra.workload.appliance.VirtualServerFile;
import org.netchestra.workload.generator.Generator;
import org.netchestra.workload.generator.LoadFigures;
import org.netchestra.workload.generator.LoadPlan;
import org.netchestra.workload.generator.Target;

/** Policy bundles dropped into deploy/ under load: swapped each time, nothing lost, nothing else refreshed. */
@ExtendWith(Appliance.Shared.class)
final class HotSwapIT {

    private static final String SWAPPED = "org.netchestra.itests.swapped";
    private static final int SWAPS = Integer.getInteger("netchestra.swaps", 8);

    @Test
    void shouldSwapPoliciesUnderLoadWithoutLosingARequest(Appliance appliance) throws IOException {
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance.shop("swapping", port);
        appliance.configure(shop, port);
        Path deploy = appliance.process().directory().resolve("deploy");
        Path probe = deploy.resolve("probe.jar");
        Path policy = deploy.resolve("swapped.jar");
        drop(probe, JarOf::probe);
        try (Generator load = Generator.start(LoadPlan.toPort(port)
                .connections(32)
                .ratePerSecond(1500)
                .duration(Duration.ofMinutes(10))
                .targets(Target.bytes(500)))) {
            long generation = generation(appliance);
            for (int swap = 1; swap <= SWAPS; swap++) {
                String version = "9.0." + swap;
                drop(policy, out -> JarOf.policy(out, version));
                generation = awaitSwap(appliance, generation);
            }
            Files.delete(policy);
            awaitSwap(appliance, generation);
            load.stop();
            LoadFigures figures = load.ended().join();
            assertThat(figures.failures()).as("%s", figures.samples()).isEqualTo(Map.of());
            assertThat(figures.succeeded()).isGreaterThan(1000);
        }
        assertThat(refreshed(appliance)).containsOnly(SWAPPED).hasSizeLessThanOrEqualTo(SWAPS + 1);
        Files.delete(probe);
        appliance.remove(shop);
    }

    private static long generation(Appliance appliance) throws IOException {
        return appliance
                .attribute(Appliance.virtualServer("swapping"), "PolicyGeneration")
                .asLong();
    }

    private static long awaitSwap(Appliance appliance, long before) throws IOException {
        appliance.await("the policy to be swapped", () -> generation(appliance) > before);
        return generation(appliance);
    }

    private static List<String> refreshed(Appliance appliance) throws IOException {
        return Files.readAllLines(
                appliance.process().directory().resolve("data").resolve(BundleEventsProbe.FILE));
    }

    private interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /** Writes beside and renames, so that the appliance never sees half a file. */
    private static void drop(Path file, Writer writer) throws IOException {
        Path part = Files.createTempFile("netchestra-swap", ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            writer.write(out);
        }
        Path beside = file.resolveSibling("." + file.getFileName());
        Files.move(part, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Bundles made on the spot. */
    private static final class JarOf {

        /** The rotation bundle of the distribution under another name and version. */
        static void policy(OutputStream out, String version) throws IOException {
            try (JarFile original = new JarFile(rotation().toFile())) {
                Manifest manifest = new Manifest(original.getManifest());
                manifest.getMainAttributes().putValue("Bundle-SymbolicName", SWAPPED);
                manifest.getMainAttributes().putValue("Bundle-Version", version);
                try (JarOutputStream jar = new JarOutputStream(out, manifest)) {
                    for (JarEntry entry : Collections.list(original.entries())) {
                        if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                            copy(jar, entry.getName(), original.getInputStream(entry));
                        }
                    }
                }
            }
        }

        private static Path rotation() throws IOException {
            try (Stream<Path> files = Files.walk(Appliance.distribution().resolve("system/org/netchestra"))) {
                return files.filter(f ->
                                f.getFileName().toString().matches("org\\.netchestra\\.policies\\.rotation.*\\.jar"))
                        .findFirst()
                        .orElseThrow();
            }
        }

        static void probe(OutputStream out) throws IOException {
            List<String> lines = List.of(
                    "Manifest-Version: 1.0",
                    "Bundle-ManifestVersion: 2",
                    "Bundle-SymbolicName: org.netchestra.itests.probe",
                    "Bundle-Version: 1.0.0",
                    "Import-Package: org.osgi.framework",
                    "Bundle-Activator: " + BundleEventsProbe.class.getName());
            String text = String.join("\n", lines) + "\n";
            Manifest manifest = new Manifest(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            String entry = BundleEventsProbe.class.getName().replace('.', '/') + ".class";
            try (JarOutputStream jar = new JarOutputStream(out, manifest)) {
                copy(jar, entry, BundleEventsProbe.class.getClassLoader().getResourceAsStream(entry));
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
}

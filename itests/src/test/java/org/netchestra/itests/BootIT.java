package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the distribution is made of works together: bundles, components, features. */
@ExtendWith(Appliance.Shared.class)
final class BootIT {

    @Test
    void shouldHaveEveryBundleAtWork(Appliance appliance) throws IOException {
        List<String> idle = new ArrayList<>();
        for (JsonNode bundle : appliance.attribute("org.apache.karaf:name=root,type=bundle", "Bundles")) {
            for (JsonNode row : bundle.isObject() && bundle.has("State") ? List.of(bundle) : bundle) {
                String state = row.path("State").asText();
                if (!state.equals("Active") && !state.equals("Resolved") && !state.isEmpty()) {
                    idle.add(row.path("Name").asText() + " is " + state);
                }
            }
        }
        assertThat(idle).isEmpty();
    }

    @Test
    void shouldHaveEveryComponentSatisfied(Appliance appliance) throws IOException {
        JsonNode components = appliance
                .attribute("org.apache.karaf:name=root,type=scr", "ComponentConfigs")
                .get("values");

        assertThat(components).hasSizeGreaterThan(20);
        assertThat(components).allSatisfy(component -> {
            assertThat(component.path("UnsatisfiedReferences"))
                    .as(component.path("Name").asText())
                    .isEmpty();
            assertThat(component.path("State").asText()).isIn("Active", "Satisfied", "Statisfied");
        });
    }

    @Test
    void shouldInstallEveryFeature(Appliance appliance) throws IOException {
        List<String> features = appliance
                .process()
                .shell("feature:list --no-format")
                .lines()
                .map(line -> line.split("\\s+")[0])
                .filter(name -> name.startsWith("netchestra"))
                .toList();
        assertThat(features).contains("netchestra", "netchestra-core", "netchestra-dispatcher", "netchestra-policies");

        for (String feature : features) {
            appliance.process().shell("feature:install -r " + feature);
        }

        assertThat(appliance
                        .process()
                        .shell("feature:list -i --no-format")
                        .lines()
                        .map(line -> line.split("\\s+")[0]))
                .containsAll(features);
    }

    @Test
    void shouldListenOnTheLoopbackAddressOnly(Appliance appliance) throws IOException {
        assertThat(appliance.process().ports().http()).isPositive();

        assertThat(listeningElsewhere(appliance.process().pid())).isEmpty();
    }

    /** Where a container has a share of its host's processors, its event loops go where the kernel puts them. */
    @Test
    void shouldKeepEachEventLoopToAProcessorOfItsOwnWhenAskedTo(Appliance appliance) throws IOException {
        Path process = Path.of("/proc/" + appliance.process().pid());
        assertThat(eventLoops(process)).containsOnly(processors(process));
        Path file = appliance.process().etc().resolve("org.netchestra.dispatcher.cfg");

        appliance.process().configure(file.getFileName().toString(), "pin-event-loops = true\n");
        appliance.await("event loops on processors of their own", () -> {
            List<String> loops = eventLoops(process);
            return !loops.isEmpty() && apart(loops) == (loops.size() == count(processors(process)));
        });

        Files.delete(file);
        appliance.await("event loops everywhere", () -> {
            List<String> loops = eventLoops(process);
            return !loops.isEmpty() && loops.stream().allMatch(processors(process)::equals);
        });
    }

    private static boolean apart(List<String> loops) {
        return loops.stream().distinct().count() == loops.size()
                && loops.stream().allMatch(list -> list.matches("[0-9]+"));
    }

    /** How many a list as {@code 0-2,5} has. */
    private static int count(String processors) {
        return Stream.of(processors.split(","))
                .map(range -> range.split("-"))
                .mapToInt(ends -> Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1)
                .sum();
    }

    private static List<String> eventLoops(Path process) throws IOException {
        List<String> loops = new ArrayList<>();
        try (Stream<Path> threads = Files.list(process.resolve("task"))) {
            for (Path thread : threads.toList()) {
                try {
                    if (Files.readString(thread.resolve("comm")).startsWith("netchestra-loop")) {
                        loops.add(processors(thread));
                    }
                } catch (IOException ended) {
                    assertThat(thread).doesNotExist();
                }
            }
        }
        return loops;
    }

    private static String processors(Path task) throws IOException {
        String key = "Cpus_allowed_list:";
        return Files.readAllLines(task.resolve("status")).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    /** Listening TCP sockets of a process that are bound to another address than loopback, after Linux's /proc. */
    private static List<String> listeningElsewhere(long pid) throws IOException {
        List<String> inodes = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                String target = Files.exists(descriptor, java.nio.file.LinkOption.NOFOLLOW_LINKS)
                        ? Files.readSymbolicLink(descriptor).toString()
                        : "";
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring(8, target.length() - 1));
                }
            }
        }
        List<String> elsewhere = new ArrayList<>();
        for (String table : new String[] {"tcp", "tcp6"}) {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
                String[] words = line.strip().split("\\s+");
                boolean listening = words.length > 9 && words[3].equals("0A") && inodes.contains(words[9]);
                if (listening && !loopback(words[1])) {
                    elsewhere.add(words[1]);
                }
            }
        }
        return elsewhere;
    }

    private static boolean loopback(String hexAddress) {
        return hexAddress.startsWith("0100007F:")
                || hexAddress.startsWith("00000000000000000000000001000000:")
                || hexAddress.startsWith("0000000000000000FFFF00000100007F:");
    }
}

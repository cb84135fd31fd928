package org.netchestra.workload.appliance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How an appliance is to be started. Immutable: start from {@link #of} and refine; each step gives a new setup.
 * Unrefined: a temporary run directory that is deleted at the end, and free ports.
 */
public final class ApplianceSetup {
    final Path distribution;
    // Written only while a new setup is being made from an old one, before anyone else sees it.
    @Nullable
    Path runDirectory;

    Map<String, String> files = Map.of();
    Map<String, Map<String, String>> settings = Map.of();
    List<String> jvmOptions = List.of();

    private ApplianceSetup(Path distribution) {
        this.distribution = distribution.toAbsolutePath().normalize();
    }

    /** An appliance from this unpacked distribution. */
    public static ApplianceSetup of(Path distribution) {
        return new ApplianceSetup(distribution);
    }

    /** Runs in this directory, which stays: a later start there finds the data of this one. */
    public ApplianceSetup runDirectory(Path directory) {
        return with(setup -> setup.runDirectory = directory.toAbsolutePath().normalize());
    }

    /** Puts a file into etc before the start. */
    public ApplianceSetup file(String name, String text) {
        return with(setup -> setup.files = and(setup.files, name, text));
    }

    /** Puts a virtual server's file into etc before the start. */
    public ApplianceSetup virtualServer(VirtualServerFile file) {
        return file(file.fileName(), file.text());
    }

    /** Changes one key of a file in etc before the start. */
    public ApplianceSetup setting(String fileName, String key, String value) {
        return with(setup -> setup.settings =
                and(setup.settings, fileName, and(setup.settings.getOrDefault(fileName, Map.of()), key, value)));
    }

    /** Gives the appliance's JVM one more option. */
    public ApplianceSetup jvmOption(String option) {
        return with(setup -> {
            List<String> longer = new ArrayList<>(setup.jvmOptions);
            longer.add(option);
            setup.jvmOptions = List.copyOf(longer);
        });
    }

    private static <V> Map<String, V> and(Map<String, V> map, String key, V value) {
        Map<String, V> larger = new LinkedHashMap<>(map);
        larger.put(key, value);
        return larger;
    }

    private ApplianceSetup with(Consumer<ApplianceSetup> change) {
        ApplianceSetup next = new ApplianceSetup(distribution);
        next.runDirectory = runDirectory;
        next.files = files;
        next.settings = settings;
        next.jvmOptions = jvmOptions;
        change.accept(next);
        return next;
    }
}

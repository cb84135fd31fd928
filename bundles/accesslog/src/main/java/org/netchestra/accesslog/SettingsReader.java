package org.netchestra.accesslog;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.netchestra.core.config.ConfigurationProblem;
import org.netchestra.core.config.ConfigurationText;
import org.netchestra.core.config.InvalidConfigurationException;

/** Turns configured keys into settings, or says all that is wrong with them. */
public final class SettingsReader {

    /** Where the log is when nothing is configured. */
    public static final String DEFAULT_FILE = "${karaf.data}/log/access.log";

    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern COMMA = Pattern.compile(",");
    private static final long KILO = 1024;
    private static final long MEGA = KILO * KILO;
    private static final long GIGA = KILO * MEGA;

    private final ConfigurationText text;
    private final Properties properties;

    private SettingsReader(Map<String, String> keys, Properties properties) {
        text = new ConfigurationText(keys);
        this.properties = properties;
    }

    /**
     * Reads the keys and tries whether the file can be written to.
     *
     * @param properties what <code>${name}</code> in the file's name stands for
     * @throws InvalidConfigurationException with every problem
     */
    public static Settings read(Map<String, String> keys, Properties properties) throws InvalidConfigurationException {
        return new SettingsReader(keys, properties).read();
    }

    private Settings read() throws InvalidConfigurationException {
        Settings settings = new Settings(
                text.flag("enabled", true),
                file(),
                text.choice("format", Format.class),
                virtualServers(),
                text.size("max-bytes", 100 * MEGA, KILO, 1024 * GIGA),
                text.flag("rotate-daily", true),
                text.integer("keep", 10, 0, 10_000),
                text.size("max-queue-bytes", 16 * MEGA, 64 * KILO, GIGA));
        if (settings.enabled() && text.sound()) {
            tryFile(settings.file());
        }
        List<ConfigurationProblem> problems = text.finish();
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(problems);
        }
        return settings;
    }

    private Path file() {
        String written = text.text("file", DEFAULT_FILE);
        try {
            if (!written.isEmpty()) {
                return Path.of(PROPERTY.matcher(written).replaceAll(this::property));
            }
            text.problem("file", "(empty)", "the path of a file");
        } catch (InvalidPathException malformed) {
            text.problem("file", written, "the path of a file");
        }
        return Path.of("");
    }

    private String property(MatchResult match) {
        String value = properties.getProperty(match.group(1));
        if (value == null) {
            text.problem("file", match.group(), "a system property that is set");
        }
        return Matcher.quoteReplacement(value == null ? "" : value);
    }

    private Set<String> virtualServers() {
        String written = text.text("virtual-servers", "*");
        Set<String> names = new LinkedHashSet<>();
        List.of(COMMA.split(written, -1)).forEach(name -> names.add(name.strip()));
        if (names.contains("") || (names.contains("*") && names.size() > 1)) {
            text.problem("virtual-servers", written, "names of virtual servers, parted by commas, or * for all");
        }
        return names.contains("*") ? Set.of() : names;
    }

    private void tryFile(Path file) {
        try {
            LogFile.requireWritable(file);
        } catch (IOException failure) {
            text.problem("file", file.toString(), "a file that can be written to, but: " + failure);
        }
    }
}

package org.netchestra.access.osgi;

import java.io.IOException;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Karaf's configuration of how passwords are kept. */
final class EncryptionSettings {

    private static final String PID = "org.apache.karaf.jaas";
    private static final String MARK = "{CRYPT}";

    private final Configuration configuration;

    EncryptionSettings(ConfigurationAdmin admin) throws IOException {
        this.configuration = admin.getConfiguration(PID, null);
    }

    /** Turns our hashing on where there is none; false if another one is in use, which is then left alone. */
    boolean claim() throws IOException {
        Map<String, Object> properties = properties();
        if (Boolean.parseBoolean(String.valueOf(properties.get("encryption.enabled")))) {
            return PasswordEncryptionService.NAME.equals(properties.get("encryption.name"));
        }
        properties.put("encryption.enabled", "true");
        properties.put("encryption.name", PasswordEncryptionService.NAME);
        properties.put("encryption.prefix", MARK);
        properties.put("encryption.suffix", MARK);
        configuration.update(FrameworkUtil.asDictionary(properties));
        return true;
    }

    /** A hash as users.properties marks it. */
    String marked(String hash) {
        Map<String, Object> properties = properties();
        return properties.getOrDefault("encryption.prefix", MARK)
                + hash
                + properties.getOrDefault("encryption.suffix", MARK);
    }

    private Map<String, Object> properties() {
        Dictionary<String, Object> properties = configuration.getProperties();
        return properties == null ? new HashMap<>() : new HashMap<>(FrameworkUtil.asMap(properties));
    }
}

package org.netchestra.core.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.ServerAddress;

/** Reads {@code servers = s1=127.0.0.1:9001 weight=2, s2=127.0.0.1:9002}. Confined to one reading. */
final class ServerList {

    private static final String EXPECTED = "name=host:port [weight=0..65535] [max-in-flight=N] [priority=0..127]"
            + " [label.NAME=VALUE], parted by commas";
    private static final String LABEL = "label.";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
    private static final int LARGEST_LIMIT = 1_000_000;

    private final ConfigurationText text;
    private final String key;
    private final Set<String> names = new HashSet<>();
    private final Map<ServerAddress, String> addresses = new HashMap<>();

    private ServerList(ConfigurationText text, String key) {
        this.text = text;
        this.key = key;
    }

    static List<ServerSpec> read(ConfigurationText text, String key) {
        String value = text.required(key, EXPECTED);
        return value.isEmpty() ? List.of() : new ServerList(text, key).all(value);
    }

    private List<ServerSpec> all(String value) {
        List<ServerSpec> servers = new ArrayList<>();
        for (String item : value.split(",", -1)) {
            ServerSpec server = one(item.strip());
            if (server != null && distinct(server)) {
                servers.add(server);
            }
        }
        return servers;
    }

    private @Nullable ServerSpec one(String item) {
        String[] words = item.split("\\s+");
        int equals = words[0].indexOf('=');
        if (equals <= 0) {
            text.problem(key, item.isEmpty() ? "(empty item)" : item, EXPECTED);
            return null;
        }
        String name = words[0].substring(0, equals);
        if (!NAME.matcher(name).matches()) {
            text.problem(key, item, "a server name of letters, digits, '.', '_' and '-', at most 63 characters");
            return null;
        }
        ServerAddress address = address(item, words[0].substring(equals + 1));
        Map<String, String> written = attributes(item, words);
        Map<String, String> labels = labels(item, written);
        ConfigurationText attributes = new ConfigurationText(written);
        int weight = attributes.integer("weight", 1, 0, PoolMember.MAX_WEIGHT);
        int maxInFlight = attributes.integer("max-in-flight", 0, 0, LARGEST_LIMIT);
        int priority = attributes.integer("priority", 0, 0, PoolMember.MAX_PRIORITY);
        attributes.finish().forEach(p -> text.problem(key, item, p.key() + ": " + p.expected()));
        return address == null ? null : new ServerSpec(name, address, weight, maxInFlight, priority, labels);
    }

    private @Nullable ServerAddress address(String item, String written) {
        try {
            ServerAddress address = ServerAddress.parse(written);
            if (address.port() > 0) {
                return address;
            }
        } catch (IllegalArgumentException malformed) {
            text.problem(key, item, "host:port or [IPv6 address]:port behind the name");
            return null;
        }
        text.problem(key, item, "a port of 1..65535");
        return null;
    }

    private Map<String, String> attributes(String item, String[] words) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            String name = equals < 0 ? words[i] : words[i].substring(0, equals);
            String value = equals < 0 ? "" : words[i].substring(equals + 1);
            if (attributes.put(name, value) != null) {
                text.problem(key, item, name + " only once");
            }
        }
        return attributes;
    }

    /** Takes the labels out of a server's attributes. */
    private Map<String, String> labels(String item, Map<String, String> attributes) {
        Map<String, String> labels = new HashMap<>();
        attributes.forEach((attribute, value) -> {
            if (attribute.startsWith(LABEL)) {
                labels.put(attribute.substring(LABEL.length()), value);
            }
        });
        attributes.keySet().removeIf(attribute -> attribute.startsWith(LABEL));
        labels.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || !NAME.matcher(value).matches()) {
                text.problem(key, item, "label.NAME=VALUE, both of letters, digits, '.', '_' and '-'");
            }
        });
        return labels;
    }

    private boolean distinct(ServerSpec server) {
        if (!names.add(server.name())) {
            text.problem(key, server.name(), "each server name only once");
            return false;
        }
        String other = addresses.put(server.address(), server.name());
        if (other != null) {
            text.problem(
                    key,
                    server.name() + "=" + server.address(),
                    "each address only once; " + other + " has it (give one server a larger weight instead)");
            return false;
        }
        return true;
    }
}

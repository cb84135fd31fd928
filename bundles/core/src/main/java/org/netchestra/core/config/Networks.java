package org.netchestra.core.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Several networks, as in {@code 10.0.0.0/8, 2001:db8::/32}. Immutable.
 *
 * @param all the networks; none contain nobody
 */
public record Networks(List<Network> all) {

    /** Contains nobody. */
    public static final Networks NONE = new Networks(List.of());

    private static final String EXPECTED =
            "addresses or networks parted by commas, such as 10.0.0.0/8 or 2001:db8::/32, with no bit set behind the prefix";

    public Networks {
        all = List.copyOf(all);
    }

    /** Reads a list of networks; none when the key is absent. */
    public static Networks read(ConfigurationText text, String key) {
        String value = text.text(key, "");
        if (value.isEmpty()) {
            return NONE;
        }
        List<Network> networks = new ArrayList<>();
        for (String item : value.split(",", -1)) {
            Network network = Network.parse(item.strip());
            if (network == null) {
                text.problem(key, item.isBlank() ? "(empty item)" : item.strip(), EXPECTED);
            } else {
                networks.add(network);
            }
        }
        return new Networks(networks);
    }

    /** Whether an address lies in one of the networks. */
    public boolean contains(InetAddress address) {
        for (Network network : all) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}

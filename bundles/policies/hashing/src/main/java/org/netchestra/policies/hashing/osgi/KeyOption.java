package org.netchestra.policies.hashing.osgi;

import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.hashing.KeyHash;

/** The option {@code key}, which every hash policy but the LVS ones has: the part of a request to hash, by default its URL. */
final class KeyOption {

    private KeyOption() {}

    static KeySource source(PolicyOptions options) {
        return options.keySource("key", KeySource.of(KeySource.Kind.URL));
    }

    static KeyHash md5(PolicyOptions options) {
        return KeyHash.md5(source(options));
    }
}

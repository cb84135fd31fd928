package org.netchestra.policies.hashing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;

/** Reading the published vectors and asking pickers. */
final class Vectors {

    private Vectors() {}

    static JsonNode read(String resource) {
        try {
            return new ObjectMapper().readTree(Vectors.class.getResource(resource));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Stream<JsonNode> cases(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static ProbePool caches(int count) {
        ProbePool pool = new ProbePool();
        for (int number = 1; number <= count; number++) {
            pool.add("cache" + number, 1);
        }
        return pool;
    }

    static PolicyOptions options(String... namesAndValues) {
        return namesAndValues.length == 0
                ? PolicyOptions.none()
                : new PolicyOptions(Map.of(namesAndValues[0], namesAndValues[1]));
    }

    static byte[] address(String ip) {
        try {
            return InetAddress.getByName(ip).getAddress();
        } catch (UnknownHostException notALiteral) {
            throw new IllegalArgumentException(ip, notALiteral);
        }
    }

    static @Nullable String pick(Picker picker, String key) {
        return name(picker.pick(new ProbeRequest().key(key)));
    }

    /** The pick for a client at port 4711 of an address, which is also the address it connected to. */
    static @Nullable String pickFrom(Picker picker, String ip) {
        byte[] address = address(ip);
        byte[] endpoint = ByteBuffer.allocate(address.length + 2)
                .put(address)
                .putShort((short) 4711)
                .array();
        return name(picker.pick(new ProbeRequest().endpoint(endpoint)));
    }

    static @Nullable String name(@Nullable RealServer server) {
        return server == null ? null : server.name();
    }

    static @Nullable String text(JsonNode node) {
        return node.isNull() ? null : node.asText();
    }
}

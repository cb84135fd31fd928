package org.netchestra.experiments.vectors;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.core.hash.LvsHash;

/**
 * LVS hashing of an address over servers A, B, C: {@code {ip, fold, dh_bucket, dh, sh, sh_weighted_3_1_2, sh_port_4711,
 * sh_B_down_no_fallback, sh_B_down_fallback}}. A pick's name tells its circumstances, in words that may be combined.
 */
final class AddressHashFormat implements Format {

    private static final int DEFAULT_SERVERS = 3;

    private final Policies policies;

    AddressHashFormat(Policies policies) {
        this.policies = policies;
    }

    @Override
    public boolean recognises(Fields vector) {
        return vector.has("ip") && vector.names().stream().anyMatch(name -> name.matches("fold|(sh|dh)(_.*)?"));
    }

    @Override
    public String name(Fields vector) {
        return vector.text("ip");
    }

    @Override
    public void run(Fields vector, Verdicts verdicts) {
        byte[] address = address(vector.text("ip"));
        int folded = LvsHash.fold(address, 0, address.length);
        for (String field : vector.names()) {
            switch (field) {
                case "ip", "note", "comment" -> {}
                case "fold" -> verdicts.check(field, vector.number(field).longValue(), Integer.toUnsignedLong(folded));
                case "dh_bucket", "sh_bucket" -> verdicts.check(field, vector.integer(field), LvsHash.bucket(folded));
                default -> verdicts.check(field, vector.raw(field), pick(field, address));
            }
        }
    }

    private @Nullable String pick(String field, byte[] address) {
        String policy = field.split("_", -1)[0];
        Circumstances told = Circumstances.of(field);
        int servers =
                told.weights().isEmpty() ? DEFAULT_SERVERS : told.weights().size();
        ProbePool pool = ProbePool.ofWeights(told.weightsOf(servers));
        told.down().forEach(name -> pool.up(name, false));
        Picker picker = policies.picker(policy, pool.snapshot(), told.options(policy));
        return Policies.name(picker.pick(new ProbeRequest().endpoint(told.client(address))));
    }

    static byte[] address(String literal) {
        try {
            if (!literal.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
                throw new MalformedVectorException("ip: " + literal + " (expected: an address)");
            }
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException notAnAddress) {
            throw new MalformedVectorException("ip: " + literal + " (expected: an address)");
        }
    }

    static byte[] endpoint(byte[] address, int port) {
        return ByteBuffer.allocate(address.length + Short.BYTES)
                .put(address)
                .putShort((short) port)
                .array();
    }
}

package org.netchestra.policies.hashing;

import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.core.hash.LvsHash;

/** The number that the LVS schedulers hash for a request: a folded address, plus the port where they are told to. */
final class AddressKey {

    private static final int PORT_BYTES = 2;

    private AddressKey() {}

    /** 0 when the request has no such address, as in the kernel for a port that is not known. */
    static int read(PickRequest request, KeySource source, RequestKey scratch) {
        if (!request.readKey(source, scratch)) {
            return 0;
        }
        if (source.kind() != KeySource.Kind.SOURCE_PORT || scratch.length() < PORT_BYTES) {
            return LvsHash.fold(scratch.array(), scratch.offset(), scratch.length());
        }
        int addressBytes = scratch.length() - PORT_BYTES;
        int port = (scratch.byteAt(addressBytes) & 0xff) << 8 | (scratch.byteAt(addressBytes + 1) & 0xff);
        return LvsHash.fold(scratch.array(), scratch.offset(), addressBytes) + port;
    }
}

package org.netchestra.dispatcher.limit;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Who counts as one source: an IPv4 address, or the upper 64 bits of an IPv6 address, because one subscriber has all of the lower
 * ones. Stateless.
 */
public final class SourceKey {

    /** Marks IPv4 by a beginning that no IPv6 address of the internet has: 0100::/8 is reserved (RFC 4291). */
    private static final long IPV4 = 0x0100_0000L;

    private SourceKey() {}

    /** The source as a number: two addresses have the same one if and only if they are the same source. */
    public static long of(InetAddress address) {
        byte[] bytes = address.getAddress();
        long key = address instanceof Inet6Address ? 0 : IPV4;
        int length = address instanceof Inet6Address ? 8 : 4;
        for (int i = 0; i < length; i++) {
            key = (key << 8) | (bytes[i] & 0xff);
        }
        return key;
    }
}

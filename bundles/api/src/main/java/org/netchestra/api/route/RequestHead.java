package org.netchestra.api.route;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;

/**
 * What precedes the body of a request. Immutable.
 *
 * <p>The fields are those for the other end: what steers a connection or frames a body (RFC 9110 section 7.6.1) is the
 * dispatcher's and is neither given nor taken.
 *
 * @param method the method, case-sensitive
 * @param target path and query, or {@code *}
 * @param fields the header fields in their order, Host among them
 * @param client who sent it
 * @param bodyLength bytes of the body, 0 for none, {@link #UNKNOWN} when only its end will tell
 */
public record RequestHead(
        String method, String target, List<HeaderField> fields, InetSocketAddress client, long bodyLength) {

    /** The length of a body that is not known beforehand. */
    public static final long UNKNOWN = -1;

    public RequestHead {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(client, "client");
        fields = List.copyOf(fields);
    }
}

package org.netchestra.api.route;

import java.util.List;

/**
 * What precedes the body of a final reply. Immutable. Of the fields holds what {@link RequestHead} says.
 *
 * @param status 200 to 599
 * @param fields the header fields in their order
 * @param bodyLength bytes of the body; {@link RequestHead#UNKNOWN} when only its end will tell. In a reply to HEAD the length
 *     that a GET would have had
 */
public record ReplyHead(int status, List<HeaderField> fields, long bodyLength) {

    public ReplyHead {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status: " + status + " (expected: 200 to 599)");
        }
        fields = List.copyOf(fields);
    }
}

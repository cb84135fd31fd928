package org.netchestra.dispatcher.semantics;

import java.nio.charset.StandardCharsets;
import org.netchestra.dispatcher.message.MessageHead;

/** The methods that may be sent twice (RFC 9110 section 9.2.2, and those of WebDAV that its registry marks so). */
final class IdempotentMethods {

    private static final byte[][] METHODS = {
        bytes("OPTIONS"),
        bytes("PUT"),
        bytes("DELETE"),
        bytes("TRACE"),
        bytes("PROPFIND"),
        bytes("REPORT"),
        bytes("SEARCH")
    };

    private IdempotentMethods() {}

    static boolean contains(MessageHead request) {
        for (byte[] method : METHODS) {
            if (request.methodIs(method)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] bytes(String method) {
        return method.getBytes(StandardCharsets.US_ASCII);
    }
}

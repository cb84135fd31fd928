package org.netchestra.dispatcher.netty.warmup;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What the server of a warm-up answers: what there is on the web, in a few sizes and forms. Stateless. */
final class Replies {

    private static final String FIELDS = String.join(
            "\r\n",
            "Server: warm-up",
            "Date: Sun, 06 Nov 1994 08:49:37 GMT",
            "Content-Type: text/html; charset=utf-8",
            "Last-Modified: Sat, 05 Nov 1994 08:49:37 GMT",
            "ETag: \"6740fa8e-400\"",
            "");

    private static final String KEEP_ALIVE = "Connection: keep-alive\r\n";
    private static final String CLOSE = "Connection: close\r\n";

    private static final Map<String, byte[]> BY_TARGET = Map.of(
            "/page", sized("200 OK", "", 1024),
            "/small", sized("200 OK", "Cache-Control: max-age=60\r\nVary: Accept-Encoding\r\n", 128),
            "/picture", sized("200 OK", "Accept-Ranges: bytes\r\n", 16 << 10),
            "/large", sized("200 OK", "Accept-Ranges: bytes\r\n", 128 << 10),
            "/missing", sized("404 Not Found", "", 64),
            "/moved",
                    sized(
                            "302 Found",
                            CLOSE + "Location: /page\r\nSet-Cookie: sid=0123456789; Path=/; HttpOnly\r\n",
                            0),
            "/unchanged", head("304 Not Modified", "\r\n"),
            "/stream", head("200 OK", "Transfer-Encoding: chunked\r\n\r\n400\r\n" + text(1024) + "\r\n0\r\n\r\n"));
    private static final byte[] PAGE_HEAD = head("200 OK", "Content-Length: 1024\r\n\r\n");
    private static final byte[] TAKEN = sized("201 Created", "Location: /page\r\n", 32);

    private Replies() {}

    /** Whether the server closes the connection behind its reply. */
    static boolean isLast(String head) {
        return head.startsWith("GET /moved ");
    }

    /** The reply to a request. */
    static byte[] to(String head) {
        int space = head.indexOf(' ');
        return switch (head.substring(0, space)) {
            case "HEAD" -> PAGE_HEAD;
            case "POST", "PUT" -> TAKEN;
            default -> BY_TARGET.getOrDefault(head.substring(space + 1, head.indexOf(' ', space + 1)), PAGE_HEAD);
        };
    }

    private static byte[] sized(String status, String fields, int length) {
        return head(status, fields + "Content-Length: " + length + "\r\n\r\n" + text(length));
    }

    private static byte[] head(String status, String rest) {
        String connection = rest.startsWith(CLOSE) ? "" : KEEP_ALIVE;
        return ("HTTP/1.1 " + status + "\r\n" + FIELDS + connection + rest).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(int length) {
        return "x".repeat(length);
    }
}

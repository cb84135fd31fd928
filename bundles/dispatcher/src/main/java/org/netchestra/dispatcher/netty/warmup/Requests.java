package org.netchestra.dispatcher.netty.warmup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the clients of a warm-up ask for, again and again: mostly a page, now and then what else there is. Stateless. */
final class Requests {

    /**
     * One request.
     *
     * @param method its method
     * @param target its target
     * @param browsed whether it has the fields that browsers send
     * @param body the length of its body
     * @param chunked whether that is not told in advance
     * @param http1 all of it in HTTP/1.1
     */
    record Request(String method, String target, boolean browsed, int body, boolean chunked, ByteBuffer http1) {

        /** Whether its reply has no body whatever the head says. */
        boolean isBodiless() {
            return method.equals("HEAD") || target.equals("/unchanged");
        }
    }

    private static final String BROWSER = String.join(
            "\r\n",
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language: en-US,en;q=0.5",
            "Accept-Encoding: gzip, deflate",
            "Cookie: sid=0123456789; theme=dark",
            "Connection: keep-alive",
            "");

    /** A name, an address, with a port and without. */
    private static final List<String> HOSTS =
            List.of("www.example.com", "127.0.0.1:8080", "shop-1.example:443", "[::1]");

    static final List<Request> IN_TURN = inTurn();

    private Requests() {}

    private static List<Request> inTurn() {
        List<Request> all = new ArrayList<>();
        for (Request special : List.of(
                get("/small", true),
                get("/picture", true),
                get("/large", false),
                get("/missing", true),
                get("/moved", true),
                get("/unchanged", true),
                get("/stream", true),
                request("HEAD", "/page", false, 0, false),
                request("POST", "/form", true, 200, false),
                request("PUT", "/file", false, 20_000, false),
                request("POST", "/stream", false, 3, true))) {
            for (String host : HOSTS) {
                all.addAll(Collections.nCopies(2, get("/page", host, false)));
                all.add(get("/page", host, true));
            }
            all.add(special);
        }
        return List.copyOf(all);
    }

    private static Request get(String target, boolean browsed) {
        return request("GET", target, browsed, 0, false);
    }

    private static Request get(String target, String host, boolean browsed) {
        return request("GET", target, host, browsed, 0, false);
    }

    private static Request request(String method, String target, boolean browsed, int body, boolean chunked) {
        return request(method, target, HOSTS.get(0), browsed, body, chunked);
    }

    private static Request request(
            String method, String target, String host, boolean browsed, int body, boolean chunked) {
        String text = "x".repeat(body);
        String framing = "\r\n";
        if (chunked) {
            framing = "Transfer-Encoding: chunked\r\n\r\n" + body + "\r\n" + text + "\r\n0\r\n\r\n";
        } else if (body > 0) {
            framing = "Content-Length: " + body + "\r\n\r\n" + text;
        }
        String head = method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + (browsed ? BROWSER : "");
        byte[] message = (head + framing).getBytes(StandardCharsets.ISO_8859_1);
        return new Request(method, target, browsed, body, chunked, ByteBuffer.wrap(message));
    }
}

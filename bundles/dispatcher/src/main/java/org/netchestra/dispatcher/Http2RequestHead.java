package org.netchestra.dispatcher;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fields of an HTTP/2 request into the form of an HTTP/1.1 head, and has that read by the same strict parser as every other
 * head: what a server gets cannot depend on the protocol that the client speaks. What RFC 9113 section 8.2 and 8.3 forbid is refused
 * before, above all octets that would end a line.
 *
 * <p>Reused from one request to the next; confined to one event loop.
 */
public final class Http2RequestHead {

    private static final byte[] HTTP_1_1_HOST = HeadWriter.ascii(" HTTP/1.1\r\nHost: ");
    private static final byte[] HTTP_1_1 = HeadWriter.ascii(" HTTP/1.1\r\n");
    private static final byte[] COOKIE = HeadWriter.ascii("cookie: ");
    private static final byte[] CHUNKED = HeadWriter.ascii("transfer-encoding: chunked\r\n");
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] SEPARATOR = {':', ' '};

    private final HeadWriter fields = new HeadWriter();
    private final HeadWriter whole = new HeadWriter();
    private final StringBuilder cookies = new StringBuilder();
    private @Nullable String method;
    private @Nullable String scheme;
    private @Nullable String path;
    private @Nullable String authority;
    private @Nullable String host;
    private boolean regular;
    private boolean lengthKnown;
    private boolean malformed;

    /** Forgets the last request. */
    public void clear() {
        fields.clear();
        whole.clear();
        cookies.setLength(0);
        method = null;
        scheme = null;
        path = null;
        authority = null;
        host = null;
        regular = false;
        lengthKnown = false;
        malformed = false;
    }

    /** Takes one field, in the order of the header section. */
    public void field(CharSequence name, CharSequence value) {
        if (!isValue(value)) {
            malformed = true;
        } else if (name.length() > 0 && name.charAt(0) == ':') {
            pseudo(name.toString(), value.toString());
        } else if (isName(name)) {
            regular = true;
            regular(name.toString(), value);
        } else {
            malformed = true;
        }
    }

    /** RFC 9113 section 8.3.1: each once, in front of the others, and none but these. */
    private void pseudo(String name, String value) {
        String before = switch (name) {
            case ":method" -> method;
            case ":scheme" -> scheme;
            case ":path" -> path;
            case ":authority" -> authority;
            default -> "";
        };
        malformed |= regular || before != null;
        switch (name) {
            case ":method" -> method = value;
            case ":scheme" -> scheme = value;
            case ":path" -> path = value;
            case ":authority" -> authority = value;
            default -> {}
        }
    }

    private void regular(String name, CharSequence value) {
        switch (name) {
            case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade" -> malformed = true;
            case "te" -> {
                malformed |= !"trailers".contentEquals(value);
                line(fields, name, value);
            }
            case "host" -> {
                malformed |= host != null;
                host = value.toString();
            }
            case "cookie" -> cookies.append(cookies.isEmpty() ? "" : "; ").append(value);
            case "content-length" -> {
                lengthKnown = true;
                line(fields, name, value);
            }
            default -> line(fields, name, value);
        }
    }

    /**
     * Reads what came as a request.
     *
     * @param ended whether no body follows
     * @return why it is refused, or null
     */
    public @Nullable Refusal read(
            MessageHead into, RequestSemantics semantics, HttpLimits limits, boolean ended, boolean trusted) {
        into.clear();
        Refusal refusal = write(limits, ended);
        if (refusal != null) {
            return refusal;
        }
        into.fill(ByteBuffer.wrap(whole.bytes(), 0, whole.length()));
        int end = HeadParser.parseRequest(into, limits);
        if (end != whole.length()) {
            Refusal found = into.refusal();
            return end == HeadParser.REFUSED && found != null ? found : Refusal.HTTP2_REQUEST;
        }
        into.spokenInHttp2();
        refusal = semantics.read(into, trusted);
        return refusal == null && ended && semantics.contentLength() > 0 ? Refusal.LENGTH : refusal;
    }

    private @Nullable Refusal write(HttpLimits limits, boolean ended) {
        if ("CONNECT".equals(method)) {
            return Refusal.CONNECT;
        }
        String target = path;
        if (malformed || method == null || scheme == null || target == null || !isScheme(scheme)) {
            return Refusal.HTTP2_REQUEST;
        }
        // RFC 9113 section 8.3.1: never the absolute form.
        if (!target.startsWith("/") && !target.equals("*")) {
            return Refusal.TARGET;
        }
        if (authority != null && host != null && !authority.equalsIgnoreCase(host)) {
            return Refusal.HOST;
        }
        if (target.length() > limits.targetBytes()) {
            return Refusal.TARGET_TOO_LONG;
        }
        compose(method, target, ended);
        return whole.length() > limits.headBytes() ? Refusal.HEAD_TOO_LARGE : null;
    }

    private void compose(String verb, String target, boolean ended) {
        whole.put(bytes(verb));
        whole.put((byte) ' ');
        whole.put(bytes(target));
        String name = authority != null ? authority : host;
        if (name == null) {
            whole.put(HTTP_1_1);
        } else {
            whole.put(HTTP_1_1_HOST);
            whole.put(bytes(name));
            whole.put(CRLF);
        }
        whole.put(fields.bytes(), 0, fields.length());
        if (!cookies.isEmpty()) {
            // RFC 9113 section 8.2.3: they come one by one, and go on as one.
            whole.put(COOKIE);
            whole.put(bytes(cookies.toString()));
            whole.put(CRLF);
        }
        if (!ended && !lengthKnown) {
            whole.put(CHUNKED);
        }
        whole.put(CRLF);
    }

    /** Reads what came as a trailer section; false when it is none that may be passed on. */
    public boolean readTrailer(MessageHead into, HttpLimits limits) {
        boolean pseudo = method != null || scheme != null || path != null || authority != null;
        if (malformed || pseudo || host != null || !cookies.isEmpty() || fields.length() >= limits.headBytes()) {
            return false;
        }
        whole.clear();
        whole.put(fields.bytes(), 0, fields.length());
        whole.put(CRLF);
        into.fill(ByteBuffer.wrap(whole.bytes(), 0, whole.length()));
        return HeadParser.parseTrailer(into, limits) == whole.length() && Trailers.areAllowed(into);
    }

    private static void line(HeadWriter out, String name, CharSequence value) {
        out.put(bytes(name));
        out.put(SEPARATOR);
        out.put(bytes(value.toString()));
        out.put(CRLF);
    }

    /** RFC 9113 section 8.2.1: a token without capital letters. */
    private static boolean isName(CharSequence name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > 0x7f || Octets.NAME[c] == 0 || (c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return name.length() > 0;
    }

    /** No control characters, and no blanks around it (RFC 9113 section 8.2.1). */
    private static boolean isValue(CharSequence value) {
        int length = value.length();
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c > 0xff || !Octets.VALUE[c]) {
                return false;
            }
        }
        return length == 0 || !(isBlank(value.charAt(0)) || isBlank(value.charAt(length - 1)));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isScheme(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.equals("http") || lower.equals("https");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

package org.netchestra.dispatcher.http2head;

import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.message.FieldName;
import org.netchestra.dispatcher.message.HeadParser;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.HttpLimits;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Octets;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.message.Trailers;
import org.netchestra.dispatcher.semantics.RequestSemantics;

/** A header or trailer section of an HTTP/2 request (RFC 9113 section 8.3.1), read as a head of HTTP/1.1. */
public final class Http2RequestHead extends Http2Section {

    private static final byte[] HTTP_1_1_HOST = HeadWriter.ascii(" HTTP/1.1\r\nHost: ");
    private static final byte[] HTTP_1_1 = HeadWriter.ascii(" HTTP/1.1\r\n");
    private static final byte[] COOKIE = HeadWriter.ascii("cookie: ");
    private static final byte[] COOKIE_SEPARATOR = {';', ' '};
    private static final byte[] TRAILERS = HeadWriter.ascii("trailers");
    private static final byte[] CONNECT = HeadWriter.ascii("CONNECT");
    private static final byte[] SCHEME_HTTP = HeadWriter.ascii("http");
    private static final byte[] SCHEME_HTTPS = HeadWriter.ascii("https");

    private final HeadWriter cookies = new HeadWriter();
    private final Single method = new Single(":method");
    private final Single scheme = new Single(":scheme");
    private final Single path = new Single(":path");
    private final Single authority = new Single(":authority");
    private final Single host = new Single("host");

    /** A value that may come once. */
    private static final class Single {

        private final byte[] name;
        private final HeadWriter value = new HeadWriter();
        private boolean present;

        Single(String name) {
            this.name = HeadWriter.ascii(name);
        }

        /** Takes the value; false when there was one before. */
        boolean set(byte[] bytes, int start, int end) {
            boolean first = !present;
            present = true;
            value.clear();
            value.put(bytes, start, end);
            return first;
        }

        boolean is(byte[] word) {
            return present && isWord(value.bytes(), 0, value.length(), word);
        }

        boolean isIgnoringCase(byte[] lowerCase) {
            return present && Octets.equalsIgnoreCase(value.bytes(), 0, value.length(), lowerCase);
        }

        boolean isIgnoringCase(Single other) {
            if (value.length() != other.value.length()) {
                return false;
            }
            for (int i = 0; i < value.length(); i++) {
                if (Character.toLowerCase(value.bytes()[i])
                        != Character.toLowerCase(other.value.bytes()[i])) {
                    return false;
                }
            }
            return true;
        }

        void writeTo(HeadWriter out) {
            out.put(value.bytes(), 0, value.length());
        }
    }

    @Override
    public void clear() {
        super.clear();
        cookies.clear();
        method.present = false;
        scheme.present = false;
        path.present = false;
        authority.present = false;
        host.present = false;
    }

    @Override
    boolean pseudo(byte[] name, int nameStart, int nameEnd, byte[] value, int valueStart, int valueEnd) {
        Single taken = null;
        if (isWord(name, nameStart, nameEnd, path.name)) {
            taken = path;
        } else if (isWord(name, nameStart, nameEnd, method.name)) {
            taken = method;
        } else if (isWord(name, nameStart, nameEnd, scheme.name)) {
            taken = scheme;
        } else if (isWord(name, nameStart, nameEnd, authority.name)) {
            taken = authority;
        }
        return taken != null && taken.set(value, valueStart, valueEnd);
    }

    @Override
    boolean special(FieldName name, byte[] value, int start, int end) {
        switch (name) {
            case TE -> {
                if (!isWord(value, start, end, TRAILERS)) {
                    malformed();
                }
                return false;
            }
            case HOST -> {
                if (!host.set(value, start, end)) {
                    malformed();
                }
                return true;
            }
            case COOKIE -> {
                // RFC 9113 section 8.2.3: they come one by one, and go on as one.
                if (cookies.length() > 0) {
                    cookies.put(COOKIE_SEPARATOR);
                }
                cookies.put(value, start, end);
                return true;
            }
            default -> {
                return false;
            }
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
        Refusal refusal = check(limits);
        if (refusal != null) {
            return refusal;
        }
        compose(into, ended);
        if (whole.length() > limits.headBytes()) {
            return Refusal.HEAD_TOO_LARGE;
        }
        int end = HeadParser.parseRequest(into, limits);
        if (end != whole.length()) {
            return found(into, end, Refusal.HTTP2_REQUEST);
        }
        into.spokenInHttp2();
        refusal = semantics.read(into, trusted);
        return refusal == null && ended && semantics.contentLength() > 0 ? Refusal.LENGTH : refusal;
    }

    private @Nullable Refusal check(HttpLimits limits) {
        if (isTooLarge()) {
            return Refusal.HEAD_TOO_LARGE;
        }
        if (method.is(CONNECT)) {
            return Refusal.CONNECT;
        }
        boolean complete = method.present && scheme.present && path.present;
        if (isMalformed()
                || !complete
                || !(scheme.isIgnoringCase(SCHEME_HTTP) || scheme.isIgnoringCase(SCHEME_HTTPS))) {
            return Refusal.HTTP2_REQUEST;
        }
        // RFC 9113 section 8.3.1: never the absolute form.
        boolean origin = path.value.length() > 0 && path.value.bytes()[0] == '/';
        if (!origin && !(path.value.length() == 1 && path.value.bytes()[0] == '*')) {
            return Refusal.TARGET;
        }
        if (authority.present && host.present && !authority.isIgnoringCase(host)) {
            return Refusal.HOST;
        }
        return path.value.length() > limits.targetBytes() ? Refusal.TARGET_TOO_LONG : null;
    }

    private void compose(MessageHead into, boolean ended) {
        method.writeTo(whole);
        whole.put((byte) ' ');
        path.writeTo(whole);
        Single name = authority.present ? authority : host;
        if (name.present) {
            whole.put(HTTP_1_1_HOST);
            name.writeTo(whole);
            whole.put(CRLF);
        } else {
            whole.put(HTTP_1_1);
        }
        writeLines();
        if (cookies.length() > 0) {
            whole.put(COOKIE);
            whole.put(cookies.bytes(), 0, cookies.length());
            whole.put(CRLF);
        }
        if (!ended && !isLengthKnown()) {
            writeChunked();
        }
        endHead(into);
    }

    /** Reads what came as a trailer section; false when it is none that may be passed on. */
    public boolean readTrailer(MessageHead into, HttpLimits limits) {
        return !host.present && cookies.length() == 0 && parseTrailer(into, limits) && Trailers.areAllowed(into);
    }
}

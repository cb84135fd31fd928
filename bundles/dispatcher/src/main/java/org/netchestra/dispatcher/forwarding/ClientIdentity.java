package org.netchestra.dispatcher.forwarding;

import org.netchestra.core.config.ForwardingSpec.Fields;
import org.netchestra.dispatcher.message.FieldName;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.semantics.RequestTarget;

/**
 * What the dispatcher tells servers about a client connection, as bytes that are made once a connection: Via (RFC 9110 section
 * 7.6.3), the X-Forwarded fields and Forwarded (RFC 7239). Immutable.
 */
public final class ClientIdentity {

    private static final byte[] VIA = HeadWriter.ascii("Via: 1.");
    private static final byte[] VIA_HTTP2 = HeadWriter.ascii("Via: 2.0");
    private static final byte[] NETCHESTRA = HeadWriter.ascii(" netchestra\r\n");
    private static final byte[] FORWARDED_FOR = HeadWriter.ascii("X-Forwarded-For: ");
    private static final byte[] FORWARDED_HOST = HeadWriter.ascii("X-Forwarded-Host: ");
    private static final byte[] FORWARDED_PROTO = HeadWriter.ascii("X-Forwarded-Proto: ");
    private static final byte[] FORWARDED = HeadWriter.ascii("Forwarded: ");
    private static final byte[] HOST = HeadWriter.ascii(";host=\"");
    private static final byte[] SEPARATOR = {',', ' '};
    private static final byte[] CRLF = {'\r', '\n'};

    private final byte[] address;
    private final byte[] scheme;
    private final boolean secure;
    private final byte[] localAuthority;
    private final boolean trusted;
    private final Fields fields;
    private final byte[] forwardedNode;
    private final byte[] certificate;

    /**
     * @param address the client's address, as text
     * @param scheme {@code http} or {@code https}
     * @param localAuthority address and port the client connected to: the Host of a request that has none
     * @param trusted whether the forwarding fields that the client sends are believed and extended, or replaced
     * @param fields which fields servers get
     */
    public ClientIdentity(String address, String scheme, String localAuthority, boolean trusted, Fields fields) {
        this.fields = fields;
        forwardedNode = HeadWriter.ascii(
                "for=" + (address.indexOf(':') < 0 ? address : "\"[" + address + "]\"") + ";proto=" + scheme);
        this.address = HeadWriter.ascii(address);
        this.scheme = HeadWriter.ascii(scheme);
        secure = scheme.equals("https");
        this.localAuthority = HeadWriter.ascii(localAuthority);
        this.trusted = trusted;
        certificate = new byte[0];
    }

    private ClientIdentity(ClientIdentity client, String certificate) {
        address = client.address;
        scheme = client.scheme;
        secure = client.secure;
        localAuthority = client.localAuthority;
        trusted = client.trusted;
        fields = client.fields;
        forwardedNode = client.forwardedNode;
        this.certificate = HeadWriter.ascii("Client-Cert: " + certificate + "\r\n");
    }

    /**
     * The same client with the certificate that it has proved to own.
     *
     * @param value of the Client-Cert field (RFC 9440), which nobody but the dispatcher can set
     */
    public ClientIdentity withCertificate(String value) {
        return new ClientIdentity(this, value);
    }

    /** Whether the forwarding fields that this client sends are believed. */
    public boolean isTrusted() {
        return trusted;
    }

    /** Whether the client came by TLS, as far as is known here. */
    public boolean isSecure() {
        return secure;
    }

    /** Writes the authority that the client named; that of the address it came to when it named none. */
    void writeAuthority(HeadWriter out, MessageHead request, RequestTarget target) {
        if (target.hasAuthority()) {
            out.put(request.bytes(), target.authorityStart(), target.authorityEnd());
        } else {
            out.put(localAuthority);
        }
    }

    /** Takes away what a trusted client says in fields that this dispatcher does not extend: it would end before the last hop. */
    void dropOthers(MessageHead request) {
        if (!trusted || fields == Fields.OFF) {
            return;
        }
        for (int i = 0; i < request.count(); i++) {
            FieldName name = request.known(i);
            boolean other = fields == Fields.RFC7239
                    ? name == FieldName.X_FORWARDED_PROTO || name == FieldName.X_FORWARDED_HOST
                    : fields == Fields.X_FORWARDED && name == FieldName.FORWARDED;
            if (other || name == FieldName.FORWARDED) {
                request.drop(i);
            }
        }
    }

    void writeForwarding(HeadWriter out, MessageHead request, RequestTarget target) {
        out.put(certificate);
        if (request.isHttp2()) {
            out.put(VIA_HTTP2);
        } else {
            out.put(VIA);
            out.put((byte) ('0' + request.minorVersion()));
        }
        out.put(NETCHESTRA);
        switch (fields) {
            case X_FORWARDED -> xForwarded(out, request, target);
            case RFC7239 -> forwarded(out, request, target);
            case BOTH -> {
                xForwarded(out, request, target);
                forwarded(out, request, target);
            }
            case OFF -> passOn(out, request);
        }
    }

    private void xForwarded(HeadWriter out, MessageHead request, RequestTarget target) {
        out.put(FORWARDED_FOR);
        if (trusted) {
            earlier(out, request, FieldName.X_FORWARDED_FOR);
        }
        out.put(address);
        out.put(CRLF);
        if (!trusted || request.indexOf(FieldName.X_FORWARDED_PROTO) < 0) {
            out.put(FORWARDED_PROTO);
            out.put(scheme);
            out.put(CRLF);
        }
        if (target.hasAuthority() && (!trusted || request.indexOf(FieldName.X_FORWARDED_HOST) < 0)) {
            out.put(FORWARDED_HOST);
            writeAuthority(out, request, target);
            out.put(CRLF);
        }
    }

    /** RFC 7239 section 4. The host is what Authority allows, which needs no escape within quotes. */
    private void forwarded(HeadWriter out, MessageHead request, RequestTarget target) {
        out.put(FORWARDED);
        if (trusted) {
            earlier(out, request, FieldName.FORWARDED);
        }
        out.put(forwardedNode);
        if (target.hasAuthority()) {
            out.put(HOST);
            writeAuthority(out, request, target);
            out.put((byte) '"');
        }
        out.put(CRLF);
    }

    private void passOn(HeadWriter out, MessageHead request) {
        if (trusted && request.indexOf(FieldName.X_FORWARDED_FOR) >= 0) {
            out.put(FORWARDED_FOR);
            int last = lastOf(request, FieldName.X_FORWARDED_FOR);
            for (int i = 0; i <= last; i++) {
                if (request.known(i) == FieldName.X_FORWARDED_FOR) {
                    out.put(request.bytes(), request.valueStart(i), request.valueEnd(i));
                    out.put(i == last ? CRLF : SEPARATOR);
                }
            }
        }
    }

    private static int lastOf(MessageHead request, FieldName name) {
        int last = request.count() - 1;
        while (last >= 0 && request.known(last) != name) {
            last--;
        }
        return last;
    }

    /** Merges the lines of a trusted client into one: many servers read only the first or the last. */
    private static void earlier(HeadWriter out, MessageHead request, FieldName name) {
        for (int i = 0; i < request.count(); i++) {
            if (request.known(i) == name && request.valueEnd(i) > request.valueStart(i)) {
                out.put(request.bytes(), request.valueStart(i), request.valueEnd(i));
                out.put(SEPARATOR);
            }
        }
    }
}

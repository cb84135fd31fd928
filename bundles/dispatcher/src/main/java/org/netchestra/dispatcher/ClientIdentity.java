package org.netchestra.dispatcher;

/**
 * What the dispatcher tells servers about a client connection, as bytes that are made once a connection: Via (RFC 9110 section
 * 7.6.3) and the X-Forwarded fields. Immutable.
 */
public final class ClientIdentity {

    private static final byte[] VIA = HeadWriter.ascii("Via: 1.");
    private static final byte[] NETCHESTRA = HeadWriter.ascii(" netchestra\r\n");
    private static final byte[] FORWARDED_FOR = HeadWriter.ascii("X-Forwarded-For: ");
    private static final byte[] FORWARDED_HOST = HeadWriter.ascii("X-Forwarded-Host: ");
    private static final byte[] FORWARDED_PROTO = HeadWriter.ascii("X-Forwarded-Proto: ");
    private static final byte[] SEPARATOR = {',', ' '};
    private static final byte[] CRLF = {'\r', '\n'};

    private final byte[] address;
    private final byte[] scheme;
    private final boolean secure;
    private final byte[] localAuthority;
    private final boolean trusted;
    private final byte[] certificate;

    /**
     * @param address the client's address, as text
     * @param scheme {@code http} or {@code https}
     * @param localAuthority address and port the client connected to: the Host of a request that has none
     * @param trusted whether the forwarding fields that the client sends are believed and extended, or replaced
     */
    public ClientIdentity(String address, String scheme, String localAuthority, boolean trusted) {
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

    byte[] localAuthority() {
        return localAuthority;
    }

    void writeForwarding(HeadWriter out, MessageHead request, RequestTarget target) {
        out.put(certificate);
        out.put(VIA);
        out.put((byte) ('0' + request.minorVersion()));
        out.put(NETCHESTRA);
        out.put(FORWARDED_FOR);
        if (trusted) {
            earlierAddresses(out, request);
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
            out.authority(request, target, this);
            out.put(CRLF);
        }
    }

    /** Merges the lines of a trusted client into one: many servers read only the first or the last. */
    private static void earlierAddresses(HeadWriter out, MessageHead request) {
        for (int i = 0; i < request.count(); i++) {
            if (request.known(i) == FieldName.X_FORWARDED_FOR) {
                out.put(request.bytes(), request.valueStart(i), request.valueEnd(i));
                out.put(SEPARATOR);
            }
        }
    }
}

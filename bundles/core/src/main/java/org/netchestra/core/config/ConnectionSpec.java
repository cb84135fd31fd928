package org.netchestra.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How connections of a virtual server are set up, before the first byte of its protocol.
 *
 * @param proxyProtocolFrom clients whose connections begin with a PROXY protocol header ({@code proxy-protocol-from})
 * @param sendProxy the header that servers get ({@code send-proxy})
 * @param tls TLS towards clients, or null
 * @param serverTls TLS towards servers, or null
 * @param http2 HTTP/2 towards clients
 * @param splice whether bytes that nobody here reads may stay in the kernel ({@code splice})
 */
public record ConnectionSpec(
        Networks proxyProtocolFrom,
        ProxyProtocol sendProxy,
        @Nullable TlsSpec tls,
        @Nullable ServerTlsSpec serverTls,
        Http2Spec http2,
        boolean splice) {

    private static final List<String> SPLICE = List.of("auto", "off");

    static ConnectionSpec read(ConfigurationText text) {
        return new ConnectionSpec(
                Networks.read(text, "proxy-protocol-from"),
                text.choice("send-proxy", ProxyProtocol.class),
                TlsSpec.read(text),
                ServerTlsSpec.read(text),
                Http2Spec.read(text),
                text.word("splice", SPLICE).equals(SPLICE.get(0)));
    }
}

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
 * @param splice whether relayed bytes may stay in the kernel ({@code splice}, with {@code protocol = tcp})
 */
public record ConnectionSpec(
        Networks proxyProtocolFrom,
        ProxyProtocol sendProxy,
        @Nullable TlsSpec tls,
        @Nullable ServerTlsSpec serverTls,
        Http2Spec http2,
        boolean splice) {

    private static final List<String> SPLICE = List.of("auto", "off");

    static ConnectionSpec read(ConfigurationText text, Protocol protocol) {
        return new ConnectionSpec(
                Networks.read(text, "proxy-protocol-from"),
                text.choice("send-proxy", ProxyProtocol.class),
                TlsSpec.read(text),
                ServerTlsSpec.read(text),
                Http2Spec.read(text),
                splice(text, protocol));
    }

    private static boolean splice(ConfigurationText text, Protocol protocol) {
        String written = text.word("splice", SPLICE);
        if (protocol != Protocol.TCP && text.has("splice")) {
            text.problem("splice", written, "protocol = tcp with this key; bytes of HTTP are read here");
        }
        return protocol == Protocol.TCP && written.equals(SPLICE.get(0));
    }
}

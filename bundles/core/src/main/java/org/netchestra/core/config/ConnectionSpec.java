package org.netchestra.core.config;

/**
 * How connections of a virtual server are set up, before the first byte of its protocol.
 *
 * @param proxyProtocolFrom clients whose connections begin with a PROXY protocol header ({@code proxy-protocol-from})
 * @param sendProxy the header that servers get ({@code send-proxy})
 */
public record ConnectionSpec(Networks proxyProtocolFrom, ProxyProtocol sendProxy) {

    static ConnectionSpec read(ConfigurationText text) {
        return new ConnectionSpec(
                Networks.read(text, "proxy-protocol-from"), text.choice("send-proxy", ProxyProtocol.class));
    }
}

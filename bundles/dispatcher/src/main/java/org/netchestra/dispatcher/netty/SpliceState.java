package org.netchestra.dispatcher.netty;

import org.netchestra.core.config.DataPath;
import org.netchestra.core.config.ServerProtocol;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.dispatcher.netty.loop.Transport;
import org.netchestra.dispatcher.netty.setup.SetupPlan;

/** Tells operators whether bytes of a virtual server stay in the kernel. */
final class SpliceState {

    private SpliceState() {}

    /** {@code on}, or {@code off} and why. */
    static String of(VirtualServerSpec spec, SetupPlan plan, Transport transport) {
        if (!spec.connection().splice()) {
            return "off: splice = off";
        }
        if (transport != Transport.EPOLL) {
            return "off: the transport is " + transport + " (expected: " + Transport.EPOLL + ")";
        }
        if (plan.tls() != null || plan.upstream(ServerProtocol.HTTP1).tls() != null) {
            return "off: TLS ends here";
        }
        if (spec.path() == DataPath.CAMEL) {
            return "off: a route reads the bytes";
        }
        return spec.serverHttp().isHttp2() ? "off: server-protocol = h2" : "on";
    }
}

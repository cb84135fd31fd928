package org.netchestra.dispatcher.netty;

import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.Protocol;
import org.netchestra.core.config.ServerProtocol;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.dispatcher.netty.loop.Transport;
import org.netchestra.dispatcher.netty.setup.SetupPlan;

/** Tells operators whether bytes of a virtual server stay in the kernel. */
final class SpliceState {

    private SpliceState() {}

    /** {@code on}, or {@code off} and why; null for a virtual server that does not relay bytes as they are. */
    static @Nullable String of(VirtualServerSpec spec, SetupPlan plan, Transport transport) {
        if (spec.protocol() != Protocol.TCP) {
            return null;
        }
        if (!spec.connection().splice()) {
            return "off: splice = off";
        }
        if (transport != Transport.EPOLL) {
            return "off: the transport is " + transport + " (expected: " + Transport.EPOLL + ")";
        }
        return plan.tls() == null && plan.upstream(ServerProtocol.HTTP1).tls() == null ? "on" : "off: TLS ends here";
    }
}

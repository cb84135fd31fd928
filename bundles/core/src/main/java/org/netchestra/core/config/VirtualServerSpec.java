package org.netchestra.core.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.ServerAddress;

/**
 * A virtual server as configured; valid in itself. Whether its policy exists is the control plane's business.
 *
 * @param name its name
 * @param listen the address clients connect to; port 0 takes a free one
 * @param protocol what it speaks
 * @param path which way its requests take
 * @param policy how it chooses
 * @param servers its real servers, in the order of the configuration
 * @param affinity how requests that belong together are kept with one server; null for not at all
 * @param slowStart how weights of servers that come (back) grow
 * @param explainPercent the share of decisions that are recorded for explanations, 0..100 ({@code explain-percent})
 * @param timeouts how long it waits
 * @param limits what it accepts
 * @param connection how its connections are set up
 * @param serverHttp which HTTP its servers are spoken to in
 * @param sourceLimits what one source may do
 * @param forwarding what servers are told of where a request came from
 * @param controller how it controls its own weights
 * @param routing how it parts its requests among pools
 * @param failSafe what it does when a real server fails under a request
 * @param written the configuration key by key, as it was written
 */
public record VirtualServerSpec(
        String name,
        ServerAddress listen,
        Protocol protocol,
        DataPath path,
        PolicySpec policy,
        List<ServerSpec> servers,
        @Nullable AffinitySpec affinity,
        SlowStart slowStart,
        double explainPercent,
        Timeouts timeouts,
        Limits limits,
        ConnectionSpec connection,
        ServerHttpSpec serverHttp,
        SourceLimits sourceLimits,
        ForwardingSpec forwarding,
        ControllerSpec controller,
        RoutingSpec routing,
        FailSafeSpec failSafe,
        Map<String, String> written) {

    public VirtualServerSpec {
        servers = List.copyOf(servers);
        written = Map.copyOf(written);
    }
}

package org.netchestra.dispatcher.netty.warmup;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.exchange.ExchangeListener;
import org.netchestra.api.journal.RequestJournal;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.core.os.PipeSizer;
import org.netchestra.dispatcher.netty.loop.Transport;

/**
 * The data plane that is warmed up for: what runs in a warm-up must be of the same classes.
 *
 * @param virtualServers those that are configured
 * @param policies those in force, by name
 * @param listener of the class that hears the end of real exchanges
 * @param journal the request journal, of which nothing is asked but for a request that a server fails under; null if there is none
 */
public record Subject(
        int eventLoops,
        Transport transport,
        PipeSizer pipes,
        List<VirtualServerSpec> virtualServers,
        Map<String, BalancingPolicy> policies,
        ExchangeListener listener,
        @Nullable RequestJournal journal) {

    public Subject {
        virtualServers = List.copyOf(virtualServers);
        policies = Map.copyOf(policies);
    }
}

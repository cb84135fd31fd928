package org.netchestra.simulation.osgi;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.control.PolicyForecast;
import org.netchestra.api.control.PolicyForecaster;
import org.netchestra.api.control.UnknownNameException;
import org.netchestra.api.control.VirtualServerStatus;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Policy;
import org.netchestra.simulation.Forecast;
import org.netchestra.simulation.PolicyCatalog;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Forecasts with the policies that are there now, on one thread of its own. */
@Component
public final class ForecasterComponent implements PolicyForecaster {

    private static final int MOST_EXCHANGES = 200_000;
    private static final long MOST_SECONDS = 120;

    private final ClusterControl cluster;
    private final Map<String, BalancingPolicy> policies = new ConcurrentHashMap<>();
    private final ExecutorService thread =
            new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread created = new Thread(task, "netchestra-what-if");
                created.setDaemon(true);
                return created;
            });

    @Activate
    public ForecasterComponent(@Reference ClusterControl cluster) {
        this.cluster = cluster;
    }

    @Deactivate
    void deactivate() {
        thread.shutdownNow();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addPolicy(BalancingPolicy policy, Map<String, Object> properties) {
        policies.put(String.valueOf(properties.get(Policy.PROPERTY)), policy);
    }

    void removePolicy(BalancingPolicy policy, Map<String, Object> properties) {
        policies.remove(String.valueOf(properties.get(Policy.PROPERTY)), policy);
    }

    @Override
    public PolicyForecast forecast(String virtualServer, List<String> candidates, int exchanges) throws IOException {
        if (exchanges < 1 || exchanges > MOST_EXCHANGES) {
            throw new IllegalArgumentException("exchanges: " + exchanges + " (expected: 1.." + MOST_EXCHANGES + ")");
        }
        VirtualServerStatus status = cluster.virtualServer(virtualServer);
        if (status == null) {
            throw new UnknownNameException(
                    "virtual server",
                    virtualServer,
                    cluster.virtualServers().stream()
                            .map(VirtualServerStatus::name)
                            .toList());
        }
        PolicyCatalog catalog = new PolicyCatalog(policies);
        Future<PolicyForecast> running;
        try {
            running = thread.submit(() -> Forecast.of(catalog, status, candidates, AccessLogFile.latest(exchanges)));
        } catch (RejectedExecutionException busy) {
            throw new IOException("another forecast is being made (expected: one at a time)", busy);
        }
        return awaited(running);
    }

    private static PolicyForecast awaited(Future<PolicyForecast> running) throws IOException {
        try {
            return running.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause();
            if (cause instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw cause instanceof IOException unreadable ? unreadable : new IOException(String.valueOf(cause), cause);
        } catch (TimeoutException slow) {
            running.cancel(true);
            throw new IOException("not done in " + MOST_SECONDS + " s (expected: fewer exchanges or candidates)", slow);
        } catch (InterruptedException stopped) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }
}

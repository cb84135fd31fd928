package org.netchestra.controller.osgi;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.control.UnknownNameException;
import org.netchestra.api.control.VirtualServerStatus;
import org.netchestra.api.exchange.ExchangeListener;
import org.netchestra.api.exchange.ExchangeRecord;
import org.netchestra.controller.Autopilot;
import org.netchestra.core.config.ConfigurationText;
import org.netchestra.core.config.ControllerSpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves the weights of every virtual server whose configuration says {@code controller = paper | adaptive | pi}. */
@Component(service = ExchangeListener.class, immediate = true)
public final class ControllerComponent implements ExchangeListener {

    private static final Logger LOG = LoggerFactory.getLogger(ControllerComponent.class);
    private static final long TICK_MILLIS = 50;

    /** How soon a changed configuration and a new server are noticed; a look takes stock of every server there is. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ClusterControl cluster;
    private final WeightFiles files = WeightFiles.inData();
    private final Map<String, Autopilot> autopilots = new ConcurrentHashMap<>();
    private final ControllerBeans beans = new ControllerBeans();
    private final Prober prober = new Prober();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "netchestra-controller");
        created.setDaemon(true);
        return created;
    });

    private long lookNanos = System.nanoTime();

    @Activate
    public ControllerComponent(@Reference ClusterControl cluster) {
        this.cluster = cluster;
        var unused = thread.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void deactivate() {
        thread.shutdownNow();
        prober.close();
        beans.close();
    }

    @Override
    public void onEnd(ExchangeRecord exchange) {
        Autopilot autopilot = autopilots.get(exchange.pool());
        RealServer server = exchange.server();
        if (autopilot == null || server == null) {
            return;
        }
        long nanos = autopilot.measuresTotal() ? exchange.totalNanos() : exchange.firstByteNanos();
        if (nanos >= 0) {
            autopilot.answered(server.name(), nanos, System.nanoTime());
        }
    }

    private void tick() {
        long now = System.nanoTime();
        if (now - lookNanos < 0 && autopilots.values().stream().noneMatch(autopilot -> autopilot.isDue(now))) {
            return;
        }
        lookNanos = now + LOOK_NANOS;
        try {
            for (VirtualServerStatus status : cluster.virtualServers()) {
                tick(status);
            }
            autopilots.keySet().removeIf(name -> cluster.virtualServer(name) == null && beans.remove(name));
        } catch (RuntimeException failure) {
            // The thread must go on: the next tick may find the cluster in order again.
            LOG.warn("a weight controller failed", failure);
        }
    }

    private void tick(VirtualServerStatus status) {
        Autopilot autopilot = autopilot(status);
        if (autopilot == null) {
            return;
        }
        Autopilot.Period period = autopilot.tick(status.servers(), System.currentTimeMillis(), System.nanoTime());
        if (period == null) {
            return;
        }
        if (autopilot.spec().record()) {
            files.append(status.name(), period.lines());
        }
        set(status.name(), period.weights(), autopilot.spec().rule().name());
        ControllerSpec.Probe probe = autopilot.spec().probe();
        if (probe != null) {
            status.servers().stream()
                    .filter(server -> period.unheard().contains(server.name()))
                    .forEach(server -> prober.probe(
                            server.address(),
                            probe,
                            autopilot.measuresTotal(),
                            nanos -> autopilot.probed(server.name(), nanos)));
        }
    }

    private @Nullable Autopilot autopilot(VirtualServerStatus status) {
        ControllerSpec spec = ControllerSpec.read(new ConfigurationText(status.configuration()));
        Autopilot known = autopilots.get(status.name());
        if (known != null && known.spec().equals(spec)) {
            return known;
        }
        if (known != null) {
            autopilots.remove(status.name());
            beans.remove(status.name());
            set(status.name(), Map.of(), "switched off");
        }
        return spec.rule() == ControllerSpec.Rule.OFF ? null : started(status, spec);
    }

    private Autopilot started(VirtualServerStatus status, ControllerSpec spec) {
        Autopilot autopilot = new Autopilot(spec, status.policy(), status.servers(), System.nanoTime());
        autopilots.put(status.name(), autopilot);
        beans.add(status.name(), autopilot);
        if (spec.record()) {
            files.append(status.name(), autopilot.header());
        }
        LOG.info("virtual server {}: weights are controlled by the rule '{}'", status.name(), spec.rule());
        return autopilot;
    }

    private void set(String virtualServer, Map<String, Integer> weights, String reason) {
        try {
            cluster.setLearnedWeights(virtualServer, weights, new ChangeContext("controller", "controller", reason));
        } catch (UnknownNameException gone) {
            LOG.debug("virtual server {} changed while its weights were set", virtualServer, gone);
        }
    }
}

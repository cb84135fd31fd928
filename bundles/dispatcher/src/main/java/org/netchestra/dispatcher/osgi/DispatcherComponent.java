package org.netchestra.dispatcher.osgi;

import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.netchestra.api.event.ClusterEvents;
import org.netchestra.api.exchange.ExchangeListener;
import org.netchestra.api.journal.RequestJournal;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Policy;
import org.netchestra.core.config.ConfigurationProblem;
import org.netchestra.core.config.VirtualServerReader;
import org.netchestra.core.control.Conductor;
import org.netchestra.core.os.PipeSizer;
import org.netchestra.core.os.ProcessorAffinity;
import org.netchestra.dispatcher.affinity.AffinityKey;
import org.netchestra.dispatcher.netty.Dispatcher;
import org.netchestra.dispatcher.netty.loop.Transport;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data plane and its control plane; policies and listeners come and go while it runs. */
@Component(service = DataPlane.class, configurationPid = DispatcherComponent.PID, immediate = true)
@Designate(ocd = DispatcherComponent.Configuration.class)
public final class DispatcherComponent implements DataPlane {

    static final String PID = "org.netchestra.dispatcher";

    /** Netty's search for leaked buffers, 3 % of the data plane's time by default: on where it is asked for, as in our tests. */
    private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

    private static final Logger LOG = LoggerFactory.getLogger(DispatcherComponent.class);

    /** The keys, for consoles that edit configurations; {@link DispatcherSettings} reads them. */
    @ObjectClassDefinition(name = "Netchestra dispatcher", description = "Threads and sockets of the data plane")
    @interface Configuration {

        @AttributeDefinition(
                name = "event-loops",
                description = "threads that move data; 0 for one a processor",
                min = "0",
                max = "256")
        int event$_$loops() default 0;

        @AttributeDefinition(
                name = "pin-event-loops",
                description =
                        "whether each event loop keeps to a processor of its own, where there are as many of both")
        boolean pin$_$event$_$loops() default false;

        @AttributeDefinition(
                name = "native-transport",
                description = "whether Linux epoll is used where it can be; the JDK's selectors otherwise")
        boolean native$_$transport() default true;

        @AttributeDefinition(
                name = "policy-grace-seconds",
                description = "how long a policy's last picker goes on when its bundle has left; then the built-in "
                        + "rotation takes over",
                min = "0")
        int policy$_$grace$_$seconds() default 30;

        @AttributeDefinition(
                name = "warm-up",
                description =
                        "how long the appliance may exercise its own data plane when it has started and nobody is "
                                + "there yet, so that the first clients find it compiled; 0 for not at all")
        String warm$_$up() default DispatcherSettings.WARM_UP;
    }

    private final ControlPlane control;
    private final Dispatcher dispatcher;
    private final boolean pinEventLoops;
    private final PolicyIntake policies;
    private final WarmUpTask warmUp;

    private final ExchangeListeners listeners = new ExchangeListeners();

    @Activate
    public DispatcherComponent(@Reference ClusterEvents events, Map<String, Object> properties, BundleContext context) {
        DispatcherSettings settings = settings(properties);
        if (System.getProperty(LEAK_DETECTION) == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
        Transport transport = settings.nativeTransport() ? Transport.best() : Transport.NIO;
        if (settings.nativeTransport() && transport != Transport.EPOLL) {
            LOG.warn("epoll cannot be used, the data plane will be slower", Transport.epollProblem());
        }
        pinEventLoops = settings.pinEventLoops();
        control = new ControlPlane(events, settings.policyGrace());
        policies = new PolicyIntake(control, ActivatedPolicies.in(context));
        dispatcher =
                new Dispatcher(control.conductor(), listeners, settings.eventLoops(), transport, affinityKey(context));
        LOG.info(
                "data plane: {} event loops on {}, TLS by {}",
                dispatcher.eventLoops(),
                transport,
                Dispatcher.tlsProvider());
        warmUp = new WarmUpTask(dispatcher, control.conductor(), settings.warmUp());
        warmUp.start();
    }

    private static DispatcherSettings settings(Map<String, Object> properties) {
        DispatcherSettings settings = DispatcherSettings.read(ConfigurationSource.keys(properties));
        Path file = ConfigurationSource.file(properties);
        for (ConfigurationProblem problem : VirtualServerReader.located(settings.problems(), file)) {
            LOG.error("data plane: the default is used: {}", problem);
        }
        return settings;
    }

    private static AffinityKey affinityKey(BundleContext context) {
        String data = context.getProperty("karaf.data");
        Path file = Path.of(data == null ? "data" : data, "netchestra", "affinity.key");
        try {
            return AffinityKey.in(file);
        } catch (IOException problem) {
            LOG.warn("affinity cookies will mean nothing after a restart", problem);
            return AffinityKey.random();
        }
    }

    @Deactivate
    void deactivate() {
        warmUp.close();
        dispatcher.close();
        policies.close();
        control.close();
    }

    @Override
    public Dispatcher dispatcher() {
        return dispatcher;
    }

    @Override
    public Conductor conductor() {
        return control.conductor();
    }

    @Override
    public PolicyIntake policies() {
        return policies;
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            target = "(" + Policy.PROPERTY + "=*)")
    void bindPolicy(BalancingPolicy policy, ServiceReference<BalancingPolicy> reference) {
        policies.bind(policy, reference);
    }

    /** Without it only what certainly was not applied goes to another server: what is missing shows in the log. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindJournal(RequestJournal journal) {
        dispatcher.journal(journal);
    }

    void unbindJournal(RequestJournal journal) {
        if (journal.equals(dispatcher.journal())) {
            dispatcher.journal(null);
            LOG.warn("no request journal any more: fail-safe is off for every virtual server until one comes");
        }
    }

    /** Without it bytes of {@code protocol = tcp} go through the kernel in smaller steps. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPipeSizer(PipeSizer sizer) {
        dispatcher.pipes(sizer);
    }

    void unbindPipeSizer(PipeSizer sizer) {
        dispatcher.pipesGone(sizer);
    }

    /** Without it, as without permission to, event loops run where the kernel puts them. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindProcessorAffinity(ProcessorAffinity affinity) {
        if (!pinEventLoops) {
            return;
        }
        List<Integer> processors = dispatcher.keepApart(affinity);
        if (processors.isEmpty()) {
            LOG.info(
                    "event loops run where the kernel puts them: they are not as many as processors, or it refuses others");
        } else {
            LOG.info("event loops keep to processors {}", processors);
        }
    }

    /** What event loops keep to, they keep to: the kernel needs nobody for that. */
    void unbindProcessorAffinity(ProcessorAffinity affinity) {}

    void unbindPolicy(ServiceReference<BalancingPolicy> reference) {
        policies.unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindListener(ExchangeListener listener) {
        listeners.add(listener);
    }

    void unbindListener(ExchangeListener listener) {
        listeners.remove(listener);
    }
}

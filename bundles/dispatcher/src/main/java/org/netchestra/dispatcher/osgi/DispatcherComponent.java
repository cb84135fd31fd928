package org.netchestra.dispatcher.osgi;

import io.netty.util.ResourceLeakDetector;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.netchestra.api.event.ClusterEvents;
import org.netchestra.api.exchange.ExchangeListener;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Policy;
import org.netchestra.core.control.Conductor;
import org.netchestra.core.control.NamedPolicy;
import org.netchestra.dispatcher.netty.Dispatcher;
import org.netchestra.dispatcher.netty.Transport;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
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

    /** What can be set for all virtual servers together. */
    @ObjectClassDefinition(name = "Netchestra dispatcher", description = "Threads and sockets of the data plane")
    @interface Configuration {

        @AttributeDefinition(
                name = "event-loops",
                description = "threads that move data; 0 for one a processor",
                min = "0",
                max = "256")
        int event$_$loops() default 0;

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
    }

    private final ControlPlane control;
    private final Dispatcher dispatcher;
    private final Map<ServiceReference<?>, NamedPolicy> policies = new ConcurrentHashMap<>();

    private final ExchangeListeners listeners = new ExchangeListeners();

    @Activate
    public DispatcherComponent(@Reference ClusterEvents events, Configuration configuration) {
        if (System.getProperty(LEAK_DETECTION) == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
        Transport transport = configuration.native$_$transport() ? Transport.best() : Transport.NIO;
        if (configuration.native$_$transport() && transport != Transport.EPOLL) {
            LOG.warn("epoll cannot be used, the data plane will be slower", Transport.epollProblem());
        }
        control = new ControlPlane(events, Duration.ofSeconds(configuration.policy$_$grace$_$seconds()));
        dispatcher = new Dispatcher(control.conductor(), listeners, configuration.event$_$loops(), transport);
        LOG.info("data plane: {} event loops on {}", dispatcher.eventLoops(), transport);
    }

    @Deactivate
    void deactivate() {
        dispatcher.close();
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

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            target = "(" + Policy.PROPERTY + "=*)")
    void bindPolicy(BalancingPolicy policy, ServiceReference<BalancingPolicy> reference) {
        Bundle bundle = reference.getBundle();
        String origin = bundle == null ? "unknown" : bundle.getSymbolicName() + " " + bundle.getVersion();
        int ranking = reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer rank ? rank : 0;
        String name = String.valueOf(reference.getProperty(Policy.PROPERTY));
        NamedPolicy named = new NamedPolicy(name, policy, origin, ranking);
        policies.put(reference, named);
        control.policyAdded(named);
    }

    void unbindPolicy(ServiceReference<BalancingPolicy> reference) {
        NamedPolicy named = policies.remove(reference);
        if (named != null) {
            control.policyRemoved(named);
        }
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

package org.netchestra.camel.osgi;

import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.impl.engine.DefaultManagementNameStrategy;
import org.apache.camel.karaf.core.OsgiCamelContextPublisher;
import org.apache.camel.karaf.core.OsgiDefaultCamelContext;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceListener;

/** Makes the Camel contexts of the appliance: what they find comes from all bundles, and nothing is switched on unasked. */
final class Contexts {

    private static final int STOP_WITHIN_SECONDS = 5;

    private Contexts() {}

    /** The context that users see: a service, and in JMX under its plain name; not yet started. */
    static CamelContext visible(BundleContext bundle, String name) {
        OsgiDefaultCamelContext context = plain(bundle, name);
        context.setStartupSummaryLevel(StartupSummaryLevel.Oneline);
        context.setManagementNameStrategy(new DefaultManagementNameStrategy(context));
        OsgiCamelContextPublisher publisher = new OsgiCamelContextPublisher(bundle);
        // Asked for one event in a context's life; the notifier must not cost every exchange one.
        publisher.setIgnoreExchangeEvents(true);
        context.getManagementStrategy().addEventNotifier(publisher);
        return context;
    }

    /** A context nobody sees; not yet started. */
    static CamelContext hidden(BundleContext bundle, String name) {
        OsgiDefaultCamelContext context = plain(bundle, name);
        context.setStartupSummaryLevel(StartupSummaryLevel.Off);
        context.disableJMX();
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopped(CamelContext stopped) {
                removeListeners(bundle, stopped);
            }
        });
        return context;
    }

    /** The context's bean repository listens to services from its making on, and never stops: each trial would leak one. */
    private static void removeListeners(BundleContext bundle, CamelContext stopped) {
        for (LifecycleStrategy strategy : stopped.getLifecycleStrategies()) {
            if (strategy instanceof ServiceListener listener) {
                bundle.removeServiceListener(listener);
            }
        }
    }

    private static OsgiDefaultCamelContext plain(BundleContext bundle, String name) {
        OsgiDefaultCamelContext context = new OsgiDefaultCamelContext(bundle);
        context.getCamelContextExtension().setName(name);
        context.setStreamCaching(false);
        context.getShutdownStrategy().setTimeUnit(TimeUnit.SECONDS);
        context.getShutdownStrategy().setTimeout(STOP_WITHIN_SECONDS);
        return context;
    }
}

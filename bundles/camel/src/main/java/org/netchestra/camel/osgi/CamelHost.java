package org.netchestra.camel.osgi;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ComponentResolver;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the Camel context {@code netchestra}. It starts on a thread of its own, so that nothing else waits for Camel;
 * when it runs it is a service.
 */
@Component(
        immediate = true,
        service = {})
public final class CamelHost {

    static final String NAME = "netchestra";

    private static final Logger LOG = LoggerFactory.getLogger(CamelHost.class);
    private static final int STOP_WITHIN_SECONDS = 10;

    private final BundleContext bundle;
    private final ExecutorService lifecycle =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "netchestra-camel"));
    private @Nullable CamelContext context;

    /** @param netchestra only to have the component before the context that uses it */
    @Activate
    public CamelHost(
            BundleContext bundle,
            @Reference(target = "(component=" + NetchestraResolver.SCHEME + ")") ComponentResolver netchestra) {
        this.bundle = bundle;
        lifecycle.execute(this::start);
    }

    private void start() {
        long begin = System.nanoTime();
        try {
            context = Contexts.visible(bundle, NAME);
            context.start();
            LOG.info("camel: started in {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        } catch (RuntimeException failure) {
            // The boundary of the thread: without Camel the appliance still balances.
            LOG.error("camel: not started, no route will run", failure);
        }
    }

    @Deactivate
    public void stop() throws InterruptedException {
        lifecycle.execute(this::stopContext);
        lifecycle.shutdown();
        if (!lifecycle.awaitTermination(STOP_WITHIN_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("camel: still stopping after {} s", STOP_WITHIN_SECONDS);
        }
    }

    private void stopContext() {
        if (context != null) {
            context.stop();
        }
    }
}

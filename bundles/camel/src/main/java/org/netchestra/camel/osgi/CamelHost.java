package org.netchestra.camel.osgi;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ComponentResolver;
import org.apache.karaf.features.BootFinished;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the Camel context {@code netchestra}; when it runs it is a service. It starts last and on a thread of its own:
 * what an appliance must do first is balance, and Camel takes a second or two of a processor to start.
 */
@Component(
        immediate = true,
        service = {})
public final class CamelHost {

    static final String NAME = "netchestra";

    private static final Logger LOG = LoggerFactory.getLogger(CamelHost.class);
    private static final int STOP_WITHIN_SECONDS = 10;

    private final BundleContext bundle;
    private final StartLevelGate gate = new StartLevelGate();
    private final ExecutorService lifecycle =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "netchestra-camel"));
    private volatile boolean stopping;
    private @Nullable CamelContext context;

    /**
     * @param netchestra only to have the component before the context that uses it
     * @param bootFinished only to come after the features that are installed in a first boot
     */
    @Activate
    public CamelHost(
            BundleContext bundle,
            @Reference(target = "(component=" + NetchestraResolver.SCHEME + ")") ComponentResolver netchestra,
            @Reference BootFinished bootFinished) {
        this.bundle = bundle;
        lifecycle.execute(this::start);
    }

    private void start() {
        try {
            gate.await(bundle);
            if (!stopping) {
                startContext();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            // The boundary of the thread: without Camel the appliance still balances.
            LOG.error("camel: not started, no route will run", failure);
        }
    }

    private void startContext() {
        long begin = System.nanoTime();
        context = Contexts.visible(bundle, NAME);
        context.start();
        LOG.info("camel: started in {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    @Deactivate
    public void stop() throws InterruptedException {
        stopping = true;
        gate.open();
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

package org.netchestra.camel.osgi;

import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** Opens when the framework has started all its bundles, or when told to. Thread-safe. */
final class StartLevelGate {

    private static final String ALREADY = "1";

    private final CountDownLatch open = new CountDownLatch(1);

    /** Waits until the framework has the start level it was told to begin with. */
    void await(BundleContext bundle) throws InterruptedException {
        String beginning = bundle.getProperty(Constants.FRAMEWORK_BEGINNING_STARTLEVEL);
        int wanted = Integer.parseInt(beginning == null ? ALREADY : beginning);
        FrameworkStartLevel framework =
                bundle.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkStartLevel.class);
        FrameworkListener listener = event -> openAt(framework, wanted);
        bundle.addFrameworkListener(listener);
        try {
            openAt(framework, wanted);
            open.await();
        } finally {
            bundle.removeFrameworkListener(listener);
        }
    }

    private void openAt(FrameworkStartLevel framework, int wanted) {
        if (framework.getStartLevel() >= wanted) {
            open();
        }
    }

    void open() {
        open.countDown();
    }
}

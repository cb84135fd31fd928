package org.netchestra.dispatcher.netty.warmup;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.InvalidConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One warm-up: exchanges on every {@link Face} of the configuration, one after another, each until the JIT compiler rests. Everything runs in
 * an {@link UnseenDataPlane} and on ports of the loopback address, and is gone when {@link #run} returns. Not thread-safe.
 */
public final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final long STEP_MILLIS = 50;
    private static final long TICK = TimeUnit.SECONDS.toNanos(1);
    private static final int SERVERS = 3;
    private static final int THREADS_OF_CLIENTS = 2;

    private final Subject subject;
    private final Duration atMost;
    private final BooleanSupplier isWanted;
    private final LongSupplier processorNanos;
    private final CompilerWatch compiler;
    private final ExecutorService threads =
            Executors.newCachedThreadPool(new DefaultThreadFactory("netchestra-warm-up", true));
    private final List<WarmUpServer> servers = new ArrayList<>();
    private final List<FaceReport> reports = new ArrayList<>();

    /**
     * @param atMost how long it may take, once begun
     * @param isWanted whether it should go on; asked 20 times a second
     * @param processorNanos processor time of this process since some time
     */
    public WarmUp(Subject subject, Duration atMost, BooleanSupplier isWanted, LongSupplier processorNanos) {
        this.subject = subject;
        this.atMost = atMost;
        this.isWanted = isWanted;
        this.processorNanos = processorNanos;
        CompilationMXBean bean = ManagementFactory.getCompilationMXBean();
        boolean known = bean != null && bean.isCompilationTimeMonitoringSupported();
        compiler = new CompilerWatch(known ? bean::getTotalCompilationTime : System::currentTimeMillis);
    }

    /**
     * Does it, and waits for its end.
     *
     * @return what became of each face, in their order
     * @throws IOException when no port of the loopback address can be had
     * @throws InterruptedException when its thread is interrupted: it has ended then, too
     */
    public List<FaceReport> run() throws IOException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        List<Face> faces = Face.of(subject.virtualServers());
        try (UnseenDataPlane plane = new UnseenDataPlane(subject)) {
            for (int i = 0; i < SERVERS; i++) {
                servers.add(new WarmUpServer(threads));
            }
            for (int i = 0; i < faces.size() && isWanted.getAsBoolean(); i++) {
                long left = end - System.nanoTime();
                exercise(plane, faces.get(i), System.nanoTime() + left / (faces.size() - i));
            }
        } finally {
            close();
        }
        return List.copyOf(reports);
    }

    private void exercise(UnseenDataPlane plane, Face face, long endNanos) throws IOException, InterruptedException {
        int port;
        try {
            port = plane.open(face.spec(servers));
        } catch (InvalidConfigurationException unfit) {
            // Its policy has just left, or wants more of servers than these have.
            LOG.debug("warm-up: {} is left out: {}", face.spokenBy(), unfit.getMessage());
            return;
        }
        FaceReport.Meter meter = new FaceReport.Meter(System.nanoTime(), processorNanos.getAsLong());
        compiler.begin(System.nanoTime());
        try (Drill drill = new Drill(clients(face.spokenBy(), port), threads)) {
            long tick = System.nanoTime();
            while (isWanted.getAsBoolean() && System.nanoTime() < endNanos && !compiler.isAtRest(System.nanoTime())) {
                TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
                meter.read(System.nanoTime(), processorNanos.getAsLong(), drill.exchanges());
                if (System.nanoTime() - tick > TICK) {
                    tick += TICK;
                    plane.tick();
                }
            }
            reports.add(meter.of(face.spokenBy().toString(), drill.exchanges()));
        }
    }

    private static List<Clients> clients(Face.Speech speech, int port) throws IOException {
        List<Clients> all = new ArrayList<>();
        for (int i = 0; i < THREADS_OF_CLIENTS; i++) {
            Connector connector = new Connector(port, sockets(speech), speech == Face.Speech.HTTP2 ? "h2" : "http/1.1");
            all.add(speech == Face.Speech.HTTP2 ? new Http2Clients(connector) : new Http1Clients(connector));
        }
        return all;
    }

    private static @Nullable SSLSocketFactory sockets(Face.Speech speech) throws IOException {
        try {
            return speech.isEncrypted() ? OwnCertificate.sockets() : null;
        } catch (GeneralSecurityException missing) {
            throw new IOException("this Java runtime has no TLS", missing);
        }
    }

    private void close() throws IOException, InterruptedException {
        for (WarmUpServer server : servers) {
            server.close();
        }
        threads.shutdownNow();
        if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
            LOG.warn("threads of the warm-up are left");
        }
    }
}

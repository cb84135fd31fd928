package org.netchestra.workload.appliance;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.netchestra.workload.process.ChildProcess;
import org.netchestra.workload.process.DirectoryTree;
import org.netchestra.workload.process.FreePorts;

/**
 * An appliance in a process of its own, from an unpacked distribution that it does not change. Not thread-safe but
 * for {@link #close}, {@link #kill} and the calls over HTTP.
 */
public final class ApplianceProcess implements Closeable {
    private static final Pattern PASSWORD = Pattern.compile("'admin', password\\s+(\\S+)");
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final ApplianceSetup setup;
    private final Path directory;
    private final AppliancePorts ports;
    private @Nullable String password;
    private BootWatch watch;
    private ChildProcess process;
    private long startNanos;
    private volatile boolean kept;

    private ApplianceProcess(ApplianceSetup setup, Path directory) throws IOException {
        this.setup = setup;
        this.directory = directory;
        RunDirectory.prepare(setup.distribution, directory);
        ports = AppliancePorts.free();
        RunDirectory.setPorts(etc(), ports);
        for (Map.Entry<String, Map<String, String>> file : setup.settings.entrySet()) {
            EtcFile.set(etc().resolve(file.getKey()), file.getValue());
        }
        for (Map.Entry<String, String> file : setup.files.entrySet()) {
            EtcFile.replace(etc().resolve(file.getKey()), file.getValue());
        }
        watch = new BootWatch(log());
        startNanos = System.nanoTime();
        process = launch();
    }

    /** Starts an appliance; it is not ready when this returns. */
    public static ApplianceProcess start(ApplianceSetup setup) throws IOException {
        Path given = setup.runDirectory;
        if (given != null) {
            return new ApplianceProcess(setup, given);
        }
        Path temporary = Files.createTempDirectory("netchestra-run-");
        try {
            return new ApplianceProcess(setup, temporary);
        } catch (IOException e) {
            DirectoryTree.delete(temporary);
            throw e;
        }
    }

    private ChildProcess launch() throws IOException {
        List<String> options = new ArrayList<>(setup.jvmOptions);
        // The start script would note this run in the distribution, and refuse a second one beside it.
        options.add("-Dkaraf.instances=" + directory.resolve("instances"));
        Map<String, String> environment = new HashMap<>(RunDirectory.environment(directory));
        environment.put("KARAF_OPTS", String.join(" ", options));
        environment.put("CHECK_ROOT_INSTANCE_RUNNING", "false");
        String script = setup.distribution.resolve("bin/karaf").toString();
        // As a daemon the script becomes the JVM, so that the process is the JVM's own.
        return ChildProcess.start("appliance", directory, environment, List.of(script, "daemon"));
    }

    /** Its private etc. */
    public Path etc() {
        return directory.resolve("etc");
    }

    /** Its run directory: etc, deploy, routes, data. */
    public Path directory() {
        return directory;
    }

    /** Its log. */
    public Path log() {
        return directory.resolve("data/log/karaf.log");
    }

    /** Its own ports. */
    public AppliancePorts ports() {
        return ports;
    }

    /** The process, to freeze it or see what it printed. */
    public ChildProcess process() {
        return process;
    }

    /** The JVM's process id. */
    public long pid() {
        return process.pid();
    }

    /** The time since its (last) start. */
    public Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** Writes a file into its etc in one step; a running appliance takes it up within a second. */
    public void configure(String fileName, String text) throws IOException {
        EtcFile.replace(etc().resolve(fileName), text);
    }

    /** Writes a virtual server's file. */
    public void configure(VirtualServerFile file) throws IOException {
        configure(file.fileName(), file.text());
    }

    /** Waits until the features are installed or, after a restart, until the shell can be reached. */
    public ApplianceProcess awaitBoot(Duration timeout) throws IOException {
        boolean first = !Files.exists(directory.resolve("booted"));
        await("the end of the boot", timeout, () -> first ? watch.isDone() : FreePorts.isListening(ports.ssh()));
        Files.writeString(directory.resolve("booted"), "", StandardCharsets.UTF_8);
        return this;
    }

    /** Waits until it has warmed up, which it does once there is a virtual server and while no client comes. */
    public ApplianceProcess awaitWarmUp(Duration timeout) throws IOException {
        await("the end of its warm-up", timeout, () -> watch.isWarm());
        return this;
    }

    /** Waits until a GET of this address is answered with this status. */
    public HttpAnswer awaitAnswer(URI address, int status, Duration timeout) throws IOException {
        HttpAnswer[] last = new HttpAnswer[1];
        await("answer " + status + " from " + address, timeout, () -> {
            try {
                last[0] = HttpAnswer.to(address, null, null);
                return last[0].status() == status;
            } catch (IOException e) {
                return false; // Nobody listens yet, or it is not up to answering.
            }
        });
        return last[0];
    }

    /** A condition that may fail to be read. */
    @FunctionalInterface
    public interface Condition {
        /** Whether it holds now. */
        boolean holds() throws IOException;
    }

    /** Waits for a condition as long as the appliance is well; its end, a failed boot and the time's end are errors. */
    public void await(String what, Duration timeout, Condition condition) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.holds()) {
            failIfUnwell();
            if (System.nanoTime() > deadline) {
                throw new BootFailedException("no " + what + " in " + timeout.toSeconds() + " s", log());
            }
            pause();
        }
    }

    private void failIfUnwell() throws IOException {
        Optional<String> failure = watch.failure();
        if (failure.isPresent()) {
            throw new BootFailedException(failure.get(), log());
        }
        if (!process.isAlive()) {
            List<String> printed = process.output();
            String last = printed.isEmpty() ? "printed nothing" : "printed: " + printed.get(printed.size() - 1);
            throw new BootFailedException("it ended with " + process.exitCode() + " and " + last, log());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the appliance", e);
        }
    }

    /** The administrator's password, which the first start prints once; empty until then. */
    public Optional<String> adminPassword() {
        if (password == null) {
            password = process.output().stream()
                    .map(PASSWORD::matcher)
                    .filter(Matcher::find)
                    .map(matcher -> matcher.group(1))
                    .findFirst()
                    .orElse(null);
        }
        return Optional.ofNullable(password);
    }

    private String adminLogin() throws IOException {
        return "admin:" + adminPassword().orElseThrow(() -> new IOException("no administrator's password was printed"));
    }

    /** The address of a page of the appliance's own web server. */
    public URI web(String path) {
        return URI.create("http://127.0.0.1:" + ports.http() + path);
    }

    /** Asks a page of the appliance's web server; {@code user:password} logs in, null does not. */
    public HttpAnswer get(String path, @Nullable String login) throws IOException {
        return HttpAnswer.to(web(path), login, null);
    }

    /** Posts a Jolokia request (JSON) as the administrator, and gives the answer's JSON. */
    public String jolokia(String json) throws IOException {
        return jolokia(json, adminLogin()).body();
    }

    /** Posts a Jolokia request (JSON) as {@code user:password}, or without login (null). */
    public HttpAnswer jolokia(String json, @Nullable String login) throws IOException {
        return HttpAnswer.to(web("/jolokia/"), login, json);
    }

    /** Runs commands in the appliance's shell as the administrator, and gives what they printed. */
    public String shell(String... commands) throws IOException {
        String[] login = adminLogin().split(":", 2);
        return ShellClient.run(setup.distribution, directory, login[0], login[1], List.of(commands));
    }

    /** Asks it to end; true when it ended by itself in time. */
    public boolean stop() {
        return process.stop(GRACE);
    }

    /** Kills it at once, as a power failure would. */
    public void kill() {
        process.kill();
    }

    /** Starts it again in the same directory with the same ports, after a stop or a kill. */
    public void startAgain() throws IOException {
        adminPassword();
        process.kill();
        watch = new BootWatch(log());
        startNanos = System.nanoTime();
        process = launch();
    }

    /** Leaves a temporary run directory where it is, for someone to look into. */
    public void keepDirectory() {
        kept = true;
    }

    /** Stops it, and deletes its run directory unless that was given. */
    @Override
    public void close() throws IOException {
        stop();
        if (setup.runDirectory == null && !kept) {
            DirectoryTree.delete(directory);
        }
    }
}

package org.netchestra.workload.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * A process that ends with the program that started it: by {@link #stop} or {@link #close}, or by its guard when the
 * program is gone without a word. It does not see the terminal's interrupt, so that the program decides the order of
 * the end. Output and errors are one stream, kept line by line
 * (the first 100,000 of them). Thread-safe.
 */
public final class ChildProcess implements AutoCloseable {
    // An ignored signal stays ignored across exec, by the JVM too.
    private static final List<String> DEAF_TO_INTERRUPT = List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh");

    private static final int LAST_OUTPUT_WAITS = 50;
    private static final int MOST_LINES = 100_000;

    private final String name;
    private final Process process;
    private final OrphanGuard guard;
    private final List<String> output = new ArrayList<>();
    private boolean outputEnded;

    private ChildProcess(String name, Process process) throws IOException {
        this.name = name;
        this.process = process;
        this.guard = OrphanGuard.over(process);
        Thread reader = new Thread(this::readOutput, "output-of-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a command in a directory with these additional environment variables. */
    public static ChildProcess start(String name, Path directory, Map<String, String> environment, List<String> command)
            throws IOException {
        List<String> words = new ArrayList<>(DEAF_TO_INTERRUPT);
        words.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new ChildProcess(name, builder.start());
    }

    /** Starts a Java program of this class path in a process of its own, on the JVM that runs this one. */
    public static ChildProcess startJava(String name, List<String> jvmOptions, Class<?> program, List<String> words)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(words);
        return start(name, Path.of("").toAbsolutePath(), Map.of(), command);
    }

    private void readOutput() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (output) {
                    if (output.size() < MOST_LINES) {
                        output.add(line);
                    }
                    output.notifyAll();
                }
            }
        } catch (IOException e) {
            // The stream breaks when the process is killed: its lines so far are what there is.
        }
        synchronized (output) {
            outputEnded = true;
            output.notifyAll();
        }
    }

    /** Its process id; the command's own, for it replaces the shell that starts it. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its exit code; only when it has ended. */
    public int exitCode() {
        return process.exitValue();
    }

    /** The lines it has printed so far; all of them when it has ended. */
    public List<String> output() {
        synchronized (output) {
            awaitLastOutput();
            return List.copyOf(output);
        }
    }

    /** What a process printed last is read a little after its end. */
    private void awaitLastOutput() {
        for (int i = 0; i < LAST_OUTPUT_WAITS && !process.isAlive() && !outputEnded; i++) {
            await(20);
        }
    }

    /** The first line that fits, printed already or yet to come; its end or the time's is an error that says so. */
    public String awaitLine(Predicate<String> wanted, Duration timeout) throws IOException, TimeoutException {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (output) {
            for (int seen = 0; ; seen++) {
                while (seen == output.size()) {
                    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    if (left <= 0) {
                        throw new TimeoutException(name + ": no such line in " + timeout.toSeconds() + " s; " + tail());
                    }
                    if (!process.isAlive()) {
                        failWhenEnded(seen);
                    } else {
                        await(Math.min(left, 200));
                    }
                }
                if (wanted.test(output.get(seen))) {
                    return output.get(seen);
                }
            }
        }
    }

    private void failWhenEnded(int seen) throws IOException {
        awaitLastOutput();
        if (seen == output.size()) {
            throw new IOException(name + ": ended with " + process.exitValue() + "; " + tail());
        }
    }

    private void await(long millis) {
        try {
            output.wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(name + ": interrupted", e);
        }
    }

    private String tail() {
        return "it printed: " + String.join(" | ", output.subList(Math.max(0, output.size() - 5), output.size()));
    }

    /** Freezes it (SIGSTOP) or lets it go on (SIGCONT), as a stalled machine would be. */
    public void freeze(boolean frozen) throws IOException {
        new ProcessBuilder("kill", frozen ? "-STOP" : "-CONT", Long.toString(pid()))
                .start()
                .onExit()
                .join();
    }

    /** Kills it at once (SIGKILL) and waits for its end. */
    public void kill() {
        handle().destroyForcibly();
        process.onExit().join();
        guard.close();
    }

    /** Asks it to end (SIGTERM), kills it when it has not after {@code grace}; true when it ended by itself. */
    public boolean stop(Duration grace) {
        handle().destroy();
        boolean ended = endsWithin(grace);
        kill();
        return ended;
    }

    /** Through the handle: {@link Process#destroy} would close the streams, and what it prints last would be lost. */
    private ProcessHandle handle() {
        return process.toHandle();
    }

    private boolean endsWithin(Duration grace) {
        try {
            return process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Stops it, with ten seconds of grace. */
    @Override
    public void close() {
        stop(Duration.ofSeconds(10));
    }
}

package org.netchestra.workload.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.netchestra.workload.process.DirectoryTree;
import org.netchestra.workload.process.FreePorts;

/**
 * What all peers of a run stand on: a directory in memory, the ports of the servers behind, and the templates. Immutable.
 *
 * @param home the benchmarks directory of the project
 * @param run the run's own directory
 * @param serverPorts where the servers behind listen
 * @param accessLog whether peers write access logs
 */
record Ground(Path home, Path run, List<Integer> serverPorts, boolean accessLog) {
    static Ground lay(Path home, boolean accessLog) throws IOException {
        Path memory = Path.of("/dev/shm");
        Path run = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "netchestra-bench-")
                : Files.createTempDirectory("netchestra-bench-");
        Files.createDirectories(run.resolve("put"));
        Path files = Files.createDirectories(run.resolve("files"));
        Files.write(files.resolve("1k"), filled(1024));
        Files.write(files.resolve("100k"), filled(100 * 1024));
        Files.write(files.resolve("10m"), filled(10 * 1024 * 1024));
        makeCertificate(run);
        return new Ground(home, run, FreePorts.take(3), accessLog);
    }

    /** A certificate for the run; the peers get the same. */
    private static void makeCertificate(Path run) throws IOException {
        String script =
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=bench"
                        + " -keyout key.pem -out cert.pem && cat cert.pem key.pem > both.pem";
        Process openssl = new ProcessBuilder("sh", "-c", script)
                .directory(run.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (openssl.waitFor() != 0) {
                throw new IOException("openssl: " + output);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + i % 26);
        }
        return bytes;
    }

    /** Deletes the run's directory. */
    void remove() throws IOException {
        DirectoryTree.delete(run);
    }

    /** A template of peers/ filled in for a peer that listens on these ports. */
    String template(String name, Map<Face, Integer> ports) throws IOException {
        Map<String, String> variables = new HashMap<>();
        variables.put("run", run.toString());
        variables.put("user", System.getProperty("user.name"));
        ports.forEach((face, port) -> variables.put(face.name().toLowerCase(Locale.ROOT), Integer.toString(port)));
        for (int i = 0; i < serverPorts.size(); i++) {
            variables.put("s" + (i + 1), Integer.toString(serverPorts.get(i)));
        }
        String template = Files.readString(home.resolve("peers").resolve(name), StandardCharsets.UTF_8);
        return Template.fill(template, variables, accessLog);
    }
}

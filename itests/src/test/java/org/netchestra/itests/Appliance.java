package org.netchestra.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.netchestra.workload.appliance.ApplianceProcess;
import org.netchestra.workload.appliance.ApplianceSetup;
import org.netchestra.workload.appliance.VirtualServerFile;
import org.netchestra.workload.process.FreePorts;
import org.netchestra.workload.server.ServerProcess;

/**
 * The real appliance, booted once for all tests of a run from the distribution that was built, and three real servers in
 * processes of their own. A test takes it as a parameter and brings its own virtual server.
 */
final class Appliance implements AutoCloseable {

    static final Duration BOOT = Duration.ofSeconds(90);
    static final Duration SOON = Duration.ofSeconds(15);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApplianceProcess process;
    private final List<ServerProcess> servers;

    private Appliance(ApplianceProcess process, List<ServerProcess> servers) {
        this.process = process;
        this.servers = servers;
    }

    /** Hands the shared appliance to tests, and stops it when all are done. */
    static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Appliance.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(Appliance.class))
                    .getOrComputeIfAbsent(Appliance.class, key -> boot(), Appliance.class);
        }
    }

    static Path distribution() {
        return Path.of(System.getProperty("netchestra.distribution"));
    }

    /** The directory of the project itself, for what users start from there. */
    static Path projectRoot() {
        return Path.of(System.getProperty("netchestra.root"));
    }

    static int freePort() throws IOException {
        return FreePorts.take(1).get(0);
    }

    private static Appliance boot() {
        try {
            ApplianceProcess process = ApplianceProcess.start(ApplianceSetup.of(distribution()));
            List<ServerProcess> servers =
                    List.of(ServerProcess.start("s1"), ServerProcess.start("s2"), ServerProcess.start("s3"));
            process.awaitBoot(BOOT);
            process.await(
                    "the first administrator",
                    BOOT,
                    () -> process.adminPassword().isPresent());
            return new Appliance(process, servers);
        } catch (IOException | TimeoutException failure) {
            throw new IllegalStateException("the appliance did not boot", failure);
        }
    }

    ApplianceProcess process() {
        return process;
    }

    int serverPort(int index) {
        return servers.get(index).port();
    }

    /** A virtual server over the three real servers; not configured yet. */
    VirtualServerFile shop(String name, int port) {
        return VirtualServerFile.http(name, port)
                .server("s1", serverPort(0))
                .server("s2", serverPort(1))
                .server("s3", serverPort(2));
    }

    /** Configures a virtual server and waits until it dispatches. */
    void configure(VirtualServerFile file, int port) throws IOException {
        process.configure(file);
        process.awaitAnswer(URI.create("http://127.0.0.1:" + port + "/bytes/1"), 200, SOON);
    }

    /** Writes the configuration of a part of the product; delete the file when done. */
    Path settings(String pid, String text) throws IOException {
        return Files.writeString(process.etc().resolve(pid + ".cfg"), text);
    }

    void remove(VirtualServerFile file) throws IOException {
        Files.deleteIfExists(process.etc().resolve(file.fileName()));
    }

    /** An attribute over Jolokia, as the administrator. */
    JsonNode attribute(String mbean, String attribute) throws IOException {
        String answer = process.jolokia(JSON.writeValueAsString(
                JSON.createObjectNode().put("type", "read").put("mbean", mbean).put("attribute", attribute)));
        JsonNode node = JSON.readTree(answer);
        if (node.path("status").asInt() != 200) {
            throw new IOException(
                    mbean + " " + attribute + ": " + node.path("error").asText(answer));
        }
        return node.get("value");
    }

    static String virtualServer(String name) {
        return "org.netchestra:name=" + name + ",type=VirtualServer";
    }

    static String realServer(String virtualServer, String name) {
        return "org.netchestra:name=" + name + ",type=RealServer,virtualServer=" + virtualServer;
    }

    void await(String what, ApplianceProcess.Condition condition) throws IOException {
        process.await(what, SOON, condition);
    }

    /** The lines of the appliance's log that hold a text. */
    List<String> logLines(String text) throws IOException {
        try (Stream<String> lines = Files.lines(process.log())) {
            return lines.filter(line -> line.contains(text)).toList();
        }
    }

    @Override
    public void close() throws IOException {
        servers.forEach(ServerProcess::close);
        process.close();
    }
}

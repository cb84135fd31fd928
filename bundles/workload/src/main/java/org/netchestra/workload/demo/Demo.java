package org.netchestra.workload.demo;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.netchestra.workload.appliance.ApplianceProcess;
import org.netchestra.workload.appliance.ApplianceSetup;
import org.netchestra.workload.appliance.BootFailedException;
import org.netchestra.workload.appliance.VirtualServerFile;
import org.netchestra.workload.generator.FiguresText;
import org.netchestra.workload.generator.Generator;
import org.netchestra.workload.generator.LoadFigures;
import org.netchestra.workload.process.FreePorts;
import org.netchestra.workload.server.ServerProcess;

/** The demo: starts the appliance, real servers and a generator, shows what happens, and leaves nothing behind. */
public final class Demo {
    private static final Duration BOOT = Duration.ofMinutes(2);
    private static final Duration PASSWORD = Duration.ofSeconds(15);

    private final DemoOptions options;
    private final int port;
    private final Belongings belongings;

    private Demo(DemoOptions options, int port, Belongings belongings) {
        this.belongings = belongings;
        this.options = options;
        this.port = port;
    }

    /** Runs the demo; {@link DemoOptions#USAGE} says what the words and the exit codes mean. */
    public static void main(String[] words) throws InterruptedException {
        if (List.of(words).contains("--help")) {
            System.out.println(DemoOptions.USAGE);
            return;
        }
        System.exit(exitCode(List.of(words)));
    }

    private static int exitCode(List<String> words) throws InterruptedException {
        Belongings belongings = new Belongings();
        Runtime.getRuntime().addShutdownHook(new Thread(belongings::close, "end of the demo"));
        try {
            DemoOptions options = DemoOptions.parse(words);
            return new Demo(options, freePort(options.port()), belongings).run();
        } catch (IllegalArgumentException e) {
            System.err.println("demo: " + e.getMessage());
            return 2;
        } catch (IOException | TimeoutException e) {
            if (!belongings.isClosed()) { // else it fails because it is being ended
                System.err.println("demo: " + e.getMessage());
            }
            return 1;
        }
    }

    private static int freePort(int asked) throws IOException {
        if (asked != 0 && !FreePorts.isFree(asked)) {
            throw new IllegalArgumentException("--port: " + asked + " is taken (expected: a free port)");
        }
        return asked != 0 ? asked : FreePorts.take(1).get(0);
    }

    private int run() throws IOException, TimeoutException, InterruptedException {
        List<ServerProcess> servers = startServers();
        ApplianceProcess appliance = startAppliance(servers);
        describe(appliance, servers);
        Generator generator = Generator.start(options.plan(port));
        belongings.own(() -> end(generator));
        watch(generator, servers);
        return generator.ended().join().failed() == 0 ? 0 : 1;
    }

    private List<ServerProcess> startServers() throws IOException, TimeoutException {
        List<ServerProcess> servers = new ArrayList<>();
        for (String name : options.serverNames()) {
            servers.add(belongings.own(ServerProcess.start(name)));
        }
        return servers;
    }

    private ApplianceProcess startAppliance(List<ServerProcess> servers) throws IOException {
        VirtualServerFile file = VirtualServerFile.http("demo", port).policy(options.policy());
        for (int i = 0; i < servers.size(); i++) {
            file = file.server(
                    servers.get(i).name(),
                    servers.get(i).port(),
                    options.weights().get(i));
        }
        System.out.println("The appliance starts ...");
        ApplianceProcess appliance = belongings.own(
                ApplianceProcess.start(ApplianceSetup.of(options.distribution()).virtualServer(file)));
        try {
            appliance.awaitAnswer(address(), 200, BOOT);
        } catch (BootFailedException e) {
            if (!belongings.isClosed()) {
                appliance.keepDirectory();
            }
            throw e;
        }
        System.out.printf(
                Locale.ROOT,
                "... and dispatched its first request after %.1f s.%n%n",
                appliance.sinceStart().toMillis() / 1e3);
        return appliance;
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + port + options.targets().get(0).path());
    }

    private void describe(ApplianceProcess appliance, List<ServerProcess> servers) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            ServerProcess server = servers.get(i);
            lines.add(String.format(
                    Locale.ROOT,
                    "%s  127.0.0.1:%d  weight %d  process %d",
                    server.name(),
                    server.port(),
                    options.weights().get(i),
                    server.process().pid()));
        }
        String clients = options.connections() + " connections";
        System.out.println(Picture.of(clients, "127.0.0.1:" + port, options.policy(), lines));
        appliance.await(
                "administrator's password",
                PASSWORD,
                () -> appliance.adminPassword().isPresent());
        System.out.println("  address   " + address());
        System.out.println("  console   " + appliance.web("/hawtio"));
        System.out.println("  shell     ssh -p " + appliance.ports().ssh() + " admin@127.0.0.1 netchestra:status");
        System.out.println(
                "  login     admin  " + appliance.adminPassword().orElse("(see the appliance's first output)"));
        System.out.println("  settings  " + appliance.etc().resolve("org.netchestra.virtualserver-demo.cfg")
                + "  (change it: it is live)");
        System.out.println("  try       kill -9 "
                + servers.get(servers.size() - 1).process().pid() + "  (a server dies; the others go on)\n");
    }

    private void watch(Generator generator, List<ServerProcess> servers) throws InterruptedException {
        List<ServerProcess> alive = new ArrayList<>(servers);
        for (long second = 1; !generator.ended().isDone() && !belongings.isClosed(); second++) {
            Thread.sleep(1000);
            LoadFigures span = generator.sinceLast();
            System.out.println(LiveLine.of(second, span, generator.total(), options.serverNames()));
            alive.stream()
                    .filter(server -> !server.process().isAlive())
                    .forEach(server -> System.out.println("         " + server.name() + " has ended"));
            alive.removeIf(server -> !server.process().isAlive());
        }
    }

    /** First the clients, so that the end of the servers is nobody's failure. */
    private static void end(Generator generator) {
        generator.close();
        System.out.println("\n" + FiguresText.summary(generator.total()));
    }
}

package org.netchestra.workload.appliance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The distribution's own shell client, with the commands on its standard input. */
final class ShellClient {
    private static final long TIMEOUT_SECONDS = 60;

    private ShellClient() {}

    static String run(Path distribution, Path base, String user, String password, List<String> commands)
            throws IOException {
        String script = distribution.resolve("bin/client").toString();
        ProcessBuilder builder = new ProcessBuilder(script, "-b", "-u", user, "-p", password)
                .directory(base.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(RunDirectory.environment(base));
        Process client = builder.start();
        try (var in = client.getOutputStream()) {
            in.write((String.join("\n", commands) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        // Killed, its stream ends too: a hanging client cannot hang its caller.
        var unused = client.onExit()
                .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .whenComplete((ended, late) -> {
                    if (late != null) {
                        client.destroyForcibly();
                    }
                });
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}

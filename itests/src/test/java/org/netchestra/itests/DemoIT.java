package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The demo as a user starts it. */
final class DemoIT {

    private record Run(int exitCode, String output) {}

    @Test
    void shouldRunForSomeSecondsWithoutAFailure() throws Exception {
        Run run = demo("--seconds", "6");

        assertThat(run.output()).contains("requests/s", "s1", "s2", "s3", "/hawtio", "admin");
        assertThat(run.exitCode()).as(run.output()).isZero();
    }

    @Test
    void shouldSayThatItsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run run = demo("--seconds", "5", "--port", Integer.toString(taken.getLocalPort()));

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.output()).contains(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void shouldRefuseAnUnknownOption() throws Exception {
        Run run = demo("--sceonds", "5");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).contains("--sceonds");
    }

    private static Run demo(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                "org.netchestra.workload.demo.Demo",
                "--distribution",
                Appliance.distribution().toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }
}

package org.netchestra.workload.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @Test
    void shouldWriteAVirtualServersFile() {
        VirtualServerFile file = VirtualServerFile.http("demo", 8080)
                .policy("wrr")
                .server("s1", 9001, 2)
                .server("s2", 9002)
                .with("max-body", "1m");

        assertThat(file.fileName()).isEqualTo("org.netchestra.virtualserver-demo.cfg");
        assertThat(file.text()).isEqualTo("""
                        listen   = 127.0.0.1:8080
                        protocol = http
                        policy   = wrr
                        servers  = s1=127.0.0.1:9001 weight=2, s2=127.0.0.1:9002
                        max-body = 1m
                        """);
    }

    @Test
    void shouldChangeOnlyTheKeysNamed() {
        String text = "# sshPort = 1\nsshPort=8101\nsshHost : 127.0.0.1\n";

        assertThat(EtcFile.with(text, Map.of("sshPort", "20001")))
                .isEqualTo("# sshPort = 1\nsshPort = 20001\nsshHost : 127.0.0.1\n");
        assertThat(EtcFile.with(text, Map.of("new", "x"))).isEqualTo(text + "new = x\n");
    }

    @Test
    void shouldReadOfTheLogOnlyWhatThisRunWrote(@TempDir Path directory) throws IOException {
        Path log = directory.resolve("karaf.log");
        Files.writeString(log, "x | Error installing boot features\nx | Done.\n");
        BootWatch watch = new BootWatch(log);

        assertThat(watch.failure()).isEmpty();
        assertThat(watch.isDone()).isFalse();
        Files.writeString(log, "y | INFO | Done.\n", StandardOpenOption.APPEND);
        assertThat(watch.isDone()).isTrue();
        Files.writeString(
                log,
                "y | ERROR | Error installing boot features\norg.osgi.Resolution: missing netty\n",
                StandardOpenOption.APPEND);
        assertThat(watch.failure()).contains("Error installing boot features: org.osgi.Resolution: missing netty");
    }
}

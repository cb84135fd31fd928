package org.netchestra.workload.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChildProcessTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private static ChildProcess shell(String script) throws IOException {
        return ChildProcess.start("script", Path.of("."), Map.of("GREETING", "hello"), List.of("sh", "-c", script));
    }

    @Test
    void shouldHandOverItsOutputAndEnvironment() throws Exception {
        try (ChildProcess child = shell("echo one; echo $GREETING >&2; exec sleep 60")) {
            assertThat(child.awaitLine(line -> line.startsWith("he"), LONG)).isEqualTo("hello");
            assertThat(child.output()).containsExactly("one", "hello");
            assertThat(child.isAlive()).isTrue();
        }
    }

    @Test
    void shouldSayHowItEndedInsteadOfPrintingWhatWasAwaited() throws Exception {
        try (ChildProcess child = shell("echo port taken; exit 3")) {
            assertThatThrownBy(() -> child.awaitLine("ready"::equals, LONG))
                    .isInstanceOf(IOException.class)
                    .hasMessage("script: ended with 3; it printed: port taken");
        }
    }

    @Test
    void shouldGiveUpWaiting() throws Exception {
        try (ChildProcess child = shell("exec sleep 60")) {
            assertThatThrownBy(() -> child.awaitLine("ready"::equals, Duration.ofMillis(50)))
                    .isInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void shouldKillWhatDoesNotEndWhenAsked() throws Exception {
        try (ChildProcess child = shell("trap '' TERM; echo ready; while :; do sleep 0.1; done")) {
            child.awaitLine("ready"::equals, LONG);
            assertThat(child.stop(Duration.ofMillis(100))).isFalse();
            assertThat(child.isAlive()).isFalse();
        }
    }

    @Test
    void shouldNotHearTheTerminalsInterrupt() throws Exception {
        try (ChildProcess child = shell("trap 'echo term; exit 0' TERM; echo ready; while :; do sleep 0.1; done")) {
            child.awaitLine("ready"::equals, LONG);
            new ProcessBuilder("kill", "-INT", Long.toString(child.pid()))
                    .start()
                    .onExit()
                    .join();
            assertThat(child.stop(LONG)).isTrue();
            child.awaitLine("term"::equals, LONG);
        }
    }

    @Test
    void shouldLeaveNoOrphanWhenTheParentIsKilled() throws Exception {
        long orphan;
        try (ChildProcess parent = ChildProcess.startJava("parent", List.of(), Parent.class, List.of())) {
            orphan = Long.parseLong(
                    parent.awaitLine(line -> line.startsWith("child "), LONG).substring(6));
            assertThat(ProcessHandle.of(orphan)).isPresent();
            parent.kill();
        }

        assertThat(ProcessHandle.of(orphan).map(handle -> handle.onExit().join()))
                .as("the process has ended")
                .satisfies(ended -> assertThat(ended.map(ProcessHandle::isAlive).orElse(false))
                        .isFalse());
    }

    /** A program that starts a child and is killed before it can see to it. */
    static final class Parent {
        public static void main(String[] words) throws Exception {
            ChildProcess child = shell("exec sleep 3600");
            System.out.println("child " + child.pid());
            Thread.currentThread().join();
        }
    }

    @Test
    void shouldReadWhatAProcessCosts() {
        String stat = "42 (a (b) c) S 1 42 42 0 -1 4194560 100 200 0 0 150 50 7 3 20 0 1 0 100 1000 10";

        assertThat(ProcessCost.cpuMicros(stat)).isEqualTo(2_100_000);
        assertThat(ProcessCost.peakRssBytes("VmPeak:\t 9 kB\nVmHWM:\t  1000 kB\nVmRSS:\t 8 kB\n"))
                .isEqualTo(1_024_000);
        assertThat(ProcessCost.of(ProcessHandle.current().pid()).peakRssBytes()).isGreaterThan(10_000_000);
    }

    @Test
    void shouldFindPortsThatAreFreeAndDiffer() throws IOException {
        List<Integer> ports = FreePorts.take(20);

        assertThat(ports).doesNotHaveDuplicates().allMatch(FreePorts::isFree);
    }
}

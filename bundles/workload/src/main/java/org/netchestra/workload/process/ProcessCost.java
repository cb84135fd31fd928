package org.netchestra.workload.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process and its children have cost so far, from proc(5). Immutable.
 *
 * @param cpuMicros processor time of user and system, in microseconds; the kernel counts in ticks of 10 ms
 * @param peakRssBytes the sum of their peaks of resident memory
 */
public record ProcessCost(long cpuMicros, long peakRssBytes) {
    private static final long TICK_MICROS = 10_000;

    /** The cost of this process and all its living children; one that ends meanwhile is left out. */
    public static ProcessCost of(long pid) {
        long cpuMicros = 0;
        long peakRssBytes = 0;
        for (long each : family(pid)) {
            try {
                cpuMicros += cpuMicros(read(each, "stat"));
                peakRssBytes += peakRssBytes(read(each, "status"));
            } catch (IOException e) {
                // It has just ended: what it cost is its parent's now, in the waited-for children's time.
            }
        }
        return new ProcessCost(cpuMicros, peakRssBytes);
    }

    /** Lets the peaks of resident memory start again from now, where the kernel allows it. */
    public static void forgetPeaks(long pid) {
        for (long each : family(pid)) {
            try {
                Files.writeString(Path.of("/proc", Long.toString(each), "clear_refs"), "5");
            } catch (IOException e) {
                // Not allowed: then the peak is the one since the start, which is only more.
            }
        }
    }

    /** The cost between an earlier moment and this one; the peak is the later one's. */
    public ProcessCost since(ProcessCost earlier) {
        return new ProcessCost(cpuMicros - earlier.cpuMicros, peakRssBytes);
    }

    private static List<Long> family(long pid) {
        return ProcessHandle.of(pid)
                .map(root -> Stream.concat(Stream.of(root), root.descendants())
                        .map(ProcessHandle::pid)
                        .toList())
                .orElse(List.of());
    }

    private static String read(long pid, String file) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
    }

    /** Fields 14 to 17: user and system time of the process, and of the children it has waited for. */
    static long cpuMicros(String stat) {
        // Field 2 is the command in parentheses, and may itself hold blanks and parentheses.
        String[] fromThird = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field = 14; field <= 17; field++) {
            ticks += Long.parseLong(fromThird[field - 3]);
        }
        return ticks * TICK_MICROS;
    }

    static long peakRssBytes(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .sum();
    }
}

package org.netchestra.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Reads traces: lines {@code time,key,size,service[,client]} in seconds and bytes, or a {@link RequestMix} for which
 * arrivals are generated.
 *
 * <p>A header may name other columns or an order of its own, and milliseconds by {@code time_ms} and {@code service_ms}.
 */
public final class TraceReader {

    private static final double SECOND = 1e9;
    private static final double MILLISECOND = 1e6;
    private static final List<String> DEFAULT_COLUMNS = List.of("time", "key", "size", "service", "client");

    private final Map<String, TraceKey> keys = new HashMap<>();

    /** Whether a trace has weights instead of times. */
    public static boolean isMix(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .findFirst()
                .filter(line -> line.startsWith("path,"))
                .isPresent();
    }

    /**
     * The arrivals of a trace with times, in the order of their times.
     *
     * @throws IOException when a line is none of the trace's
     */
    public List<Arrival> read(List<String> lines) throws IOException {
        List<String> columns = DEFAULT_COLUMNS;
        List<Arrival> arrivals = new ArrayList<>();
        for (int number = 0; number < lines.size(); number++) {
            String line = lines.get(number).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] fields = line.split(",", -1);
            if (arrivals.isEmpty() && !Character.isDigit(line.charAt(0)) && isHeader(fields)) {
                columns = Arrays.stream(fields)
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .toList();
                continue;
            }
            try {
                arrivals.add(arrival(columns, fields));
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
                throw new IOException(
                        "line " + (number + 1) + ": " + line + " (expected: " + String.join(",", columns) + ")",
                        malformed);
            }
        }
        arrivals.sort(Comparator.comparingLong(Arrival::atNanos));
        return arrivals;
    }

    /**
     * Poisson arrivals of a mix's files.
     *
     * @param perSecond mean rate
     */
    public List<Arrival> generate(RequestMix mix, int count, double perSecond, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Arrival> arrivals = new ArrayList<>(count);
        double at = 0;
        for (int number = 0; number < count; number++) {
            at -= Math.log(1 - random.nextDouble()) / perSecond;
            RequestMix.File file = mix.draw(random);
            byte[] client = client(random.nextInt(1 << 14) + ":" + (1024 + random.nextInt(60_000)));
            arrivals.add(Arrival.at((long) (at * SECOND), key(file.path()), client, file.bytes(), -1));
        }
        return arrivals;
    }

    private static boolean isHeader(String[] fields) {
        return Arrays.stream(fields)
                .anyMatch(field -> field.strip().toLowerCase(Locale.ROOT).startsWith("time"));
    }

    private Arrival arrival(List<String> columns, String[] fields) {
        long at = 0;
        long bytes = 0;
        long service = -1;
        TraceKey key = key("/");
        byte[] client = client("0:0");
        for (int column = 0; column < Math.min(columns.size(), fields.length); column++) {
            String value = fields[column].strip();
            switch (columns.get(column)) {
                case "time", "time_s" -> at = nanos(value, SECOND);
                case "time_ms" -> at = nanos(value, MILLISECOND);
                case "service", "service_s" -> service = value.isEmpty() ? -1 : nanos(value, SECOND);
                case "service_ms" -> service = value.isEmpty() ? -1 : nanos(value, MILLISECOND);
                case "size", "bytes" -> bytes = value.isEmpty() ? 0 : Long.parseLong(value);
                case "key", "url", "path" -> key = key(value);
                case "client", "source" -> client = client(value);
                default -> {}
            }
        }
        if (fields.length < 2) {
            throw new IllegalArgumentException("columns: " + fields.length + " (expected: at least time and key)");
        }
        return Arrival.at(at, key, client, bytes, service);
    }

    private static long nanos(String value, double unit) {
        return (long) (Double.parseDouble(value) * unit);
    }

    private TraceKey key(String text) {
        return keys.computeIfAbsent(text, TraceKey::new);
    }

    /** Four bytes of any name of a client, and two of its port behind the last colon. */
    static byte[] client(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        String port = colon < 0 ? "" : text.substring(colon + 1);
        int number = host.matches("\\d{1,3}(\\.\\d{1,3}){3}") ? address(host) : host.hashCode();
        return ByteBuffer.allocate(6)
                .putInt(number)
                .putShort((short) port.hashCode())
                .array();
    }

    private static int address(String dotted) {
        int number = 0;
        for (String part : dotted.split("\\.", -1)) {
            number = (number << 8) | Integer.parseInt(part);
        }
        return number;
    }

    /** The lines of a text file in UTF-8. */
    public static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }
}

package org.netchestra.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.netchestra.simulation.LoggedTrace.Clients;

/** Turns the exchanges of a log into traces. Not thread-safe. */
final class LoggedTraceMaker {

    /** A client's next request within this time of a reply was waiting for it. */
    private static final long AT_ONCE_NANOS = 2_000_000;

    private static final int MOST_SLOTS = 64;

    private final List<LoggedExchange> exchanges;
    private final Map<String, TraceKey> keys = new HashMap<>();
    private final Map<String, Integer> keyNumbers = new HashMap<>();
    private final List<String> names;
    private final int[] key;
    private final int[] server;
    private final long[] work;
    private final int[] before;
    private final boolean closed;

    LoggedTraceMaker(List<LoggedExchange> exchanges, Clients clients) {
        this.exchanges = exchanges;
        names = exchanges.stream()
                .map(LoggedExchange::server)
                .distinct()
                .sorted()
                .toList();
        key = exchanges.stream()
                .mapToInt(e -> keyNumbers.computeIfAbsent(e.key(), text -> keyNumbers.size()))
                .toArray();
        server = exchanges.stream().mapToInt(e -> names.indexOf(e.server())).toArray();
        work = new long[exchanges.size()];
        before = before(exchanges);
        closed = clients == Clients.CLOSED || (clients == Clients.AUTO && clientsWait());
    }

    /** The number of the exchange before it on the same connection, or -1. */
    private static int[] before(List<LoggedExchange> exchanges) {
        int[] before = new int[exchanges.size()];
        Map<String, Integer> last = new HashMap<>();
        for (int number = 0; number < before.length; number++) {
            Integer earlier = last.put(exchanges.get(number).client(), number);
            before[number] = earlier == null ? Arrival.NONE : earlier;
        }
        return before;
    }

    long startedAtMillis() {
        return exchanges.get(0).atNanos() / 1_000_000;
    }

    /** Every server without limit, and with each number of slots that the log could have filled. */
    List<LoggedTrace> alternatives() {
        List<LoggedTrace> traces = new ArrayList<>(List.of(make(ServiceFit::unlimited)));
        int most = Collections.max(traces.get(0).mostInFlight().values());
        for (int slots = 1; slots < most && slots <= MOST_SLOTS; slots *= 2) {
            int count = slots;
            traces.add(make(own -> ServiceFit.shared(own, count)));
            traces.add(make(own -> ServiceFit.queued(own, count)));
        }
        return traces;
    }

    LoggedTrace make(Function<List<LoggedExchange>, ServiceFit> how) {
        List<ServiceFit> fits = new ArrayList<>();
        Map<String, Integer> mostInFlight = new LinkedHashMap<>();
        for (int number = 0; number < names.size(); number++) {
            fits.add(fit(number, how));
            mostInFlight.put(names.get(number), fits.get(number).mostInFlight());
        }
        double[] slowness = Slowness.of(key, server, work, keyNumbers.size(), names.size());
        List<ServerModel> models = new ArrayList<>();
        for (int number = 0; number < names.size(); number++) {
            ServiceFit fit = fits.get(number);
            models.add(new ServerModel(
                    names.get(number),
                    1,
                    fit.slots(),
                    fit.shared(),
                    1 / slowness[number],
                    0,
                    ReusedConnections.atStart(own(number))));
        }
        return new LoggedTrace(this, arrivals(slowness), models, mostInFlight, recorded(), closed);
    }

    private ServiceFit fit(int wanted, Function<List<LoggedExchange>, ServiceFit> how) {
        ServiceFit fit = how.apply(own(wanted));
        int index = 0;
        for (int number = 0; number < server.length; number++) {
            if (server[number] == wanted) {
                work[number] = fit.workNanos(index++);
            }
        }
        return fit;
    }

    private List<LoggedExchange> own(int wanted) {
        return IntStream.range(0, server.length)
                .filter(number -> server[number] == wanted)
                .mapToObj(exchanges::get)
                .toList();
    }

    /** Whether most requests came as soon as their connection had its last reply. */
    private boolean clientsWait() {
        long atOnce = IntStream.range(0, before.length).filter(this::atOnce).count();
        return 2 * atOnce > before.length;
    }

    private boolean atOnce(int number) {
        return before[number] != Arrival.NONE && gapNanos(number) <= AT_ONCE_NANOS;
    }

    /** From the connection's last reply to this request; less than nothing where milliseconds of a log make it so. */
    private long gapNanos(int number) {
        return exchanges.get(number).atNanos() - exchanges.get(before[number]).endNanos();
    }

    /** What a log of milliseconds says of gaps that are shorter: nothing one by one, but their mean. */
    private long meanGapNanos() {
        double mean = IntStream.range(0, before.length)
                .filter(this::atOnce)
                .mapToLong(this::gapNanos)
                .average()
                .orElse(0);
        return Math.max(0, Math.round(mean));
    }

    /** Whether gaps are known one by one: a request that began before its connection had its last reply did not. */
    private boolean gapsAreExact() {
        return IntStream.range(0, before.length)
                .filter(number -> before[number] != Arrival.NONE)
                .allMatch(number -> gapNanos(number) >= 0);
    }

    private List<Arrival> arrivals(double[] slowness) {
        long start = exchanges.get(0).atNanos();
        boolean exact = gapsAreExact();
        long meanGap = meanGapNanos();
        List<Arrival> arrivals = new ArrayList<>(exchanges.size());
        for (int number = 0; number < work.length; number++) {
            LoggedExchange exchange = exchanges.get(number);
            Arrival arrival = Arrival.at(
                            exchange.atNanos() - start,
                            keys.computeIfAbsent(exchange.key(), TraceKey::new),
                            TraceReader.client(exchange.client()),
                            exchange.bytes(),
                            Math.max(1, (long) (work[number] / slowness[server[number]])))
                    .onEventLoop(exchange.eventLoop());
            arrivals.add(
                    closed && before[number] != Arrival.NONE
                            ? arrival.following(before[number], !exact && atOnce(number) ? meanGap : gapNanos(number))
                            : arrival);
        }
        return arrivals;
    }

    private Answers recorded() {
        long start = exchanges.get(0).atNanos();
        return new Answers(
                names,
                exchanges.stream().mapToLong(e -> e.atNanos() - start).toArray(),
                exchanges.stream().mapToLong(LoggedExchange::nanos).toArray(),
                Arrays.copyOf(server, server.length));
    }
}

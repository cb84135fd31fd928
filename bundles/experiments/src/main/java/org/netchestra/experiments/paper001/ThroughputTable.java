package org.netchestra.experiments.paper001;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Tables 4 and 5: the paper's requests a second, ours by simulation, and by the real appliance where that can be. Immutable. */
final class ThroughputTable {

    private static final int SECONDS = 200;
    private static final int LEAST_CROSSING_BROADCAST = 3;
    private static final int MOST_CROSSING_BROADCAST = 5;
    private static final int LEAST_CROSSING_DNS = 2;
    private static final int MOST_CROSSING_DNS = 4;

    private static final Map<DispatchMethod, int[]> PAPER = new EnumMap<>(Map.of(
            DispatchMethod.DISPATCHER, new int[] {142, 308, 520, 754, 957, 1056, 1113},
            DispatchMethod.BROADCAST, new int[] {159, 382, 581, 739, 862, 920, 914},
            DispatchMethod.ROUND_ROBIN_DNS, new int[] {109, 223, 541, 973, 1016, 1202, 1247}));

    private final List<Double> measured;
    private final Map<DispatchMethod, List<Double>> simulated = new EnumMap<>(DispatchMethod.class);

    /** @param measured requests a second of the appliance with 1, 2, ... clients; empty without a run */
    ThroughputTable(MethodCosts costs, List<Double> measured) {
        this.measured = List.copyOf(measured);
        for (DispatchMethod method : DispatchMethod.values()) {
            simulated.put(
                    method,
                    IntStream.rangeClosed(1, ThroughputTrial.MOST_CLIENTS)
                            .mapToObj(clients -> MethodSimulation.healthy(method, costs, clients, SECONDS)
                                    .perSecond())
                            .toList());
        }
    }

    String text() {
        StringBuilder text = new StringBuilder("""
                | clients | broadcast: paper | simulated | DNS: paper | simulated | dispatcher: paper | simulated | appliance |
                |---|---|---|---|---|---|---|---|
                """);
        for (int clients = 1; clients <= ThroughputTrial.MOST_CLIENTS; clients++) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %d | %d | %.0f | %d | %.0f | %d | %.0f | %s |%n",
                    clients,
                    paper(DispatchMethod.BROADCAST, clients),
                    of(DispatchMethod.BROADCAST, clients),
                    paper(DispatchMethod.ROUND_ROBIN_DNS, clients),
                    of(DispatchMethod.ROUND_ROBIN_DNS, clients),
                    paper(DispatchMethod.DISPATCHER, clients),
                    of(DispatchMethod.DISPATCHER, clients),
                    measured.isEmpty() ? "-" : Math.round(measured.get(clients - 1))));
        }
        return text.toString();
    }

    /** What tables 4 and 5 show while all servers are up. */
    List<FailsafeClaim> claims() {
        List<FailsafeClaim> claims = new ArrayList<>();
        claims.add(crossing(DispatchMethod.BROADCAST, LEAST_CROSSING_BROADCAST, MOST_CROSSING_BROADCAST));
        claims.add(atMost(DispatchMethod.BROADCAST, 1.1));
        double broadcast = of(DispatchMethod.BROADCAST, 7) / of(DispatchMethod.BROADCAST, 6);
        claims.add(new FailsafeClaim(
                "broadcast, 7 clients : 6", "0.99", number(broadcast), "", "<= 1.01", broadcast <= 1.01));
        double rise = of(DispatchMethod.DISPATCHER, 7) / of(DispatchMethod.DISPATCHER, 6);
        double risen = measured.isEmpty() ? rise : measured.get(6) / measured.get(5);
        claims.add(new FailsafeClaim(
                "dispatcher, 7 clients : 6",
                "1.05",
                number(rise),
                measured.isEmpty() ? "" : number(risen),
                "> 1",
                rise > 1 && risen > 1));
        claims.add(crossing(DispatchMethod.ROUND_ROBIN_DNS, LEAST_CROSSING_DNS, MOST_CROSSING_DNS));
        claims.add(atMost(DispatchMethod.ROUND_ROBIN_DNS, 0.85));
        return claims;
    }

    /**
     * From how many clients on the order is another than with one. Judged by the simulation: a dispatcher that costs less than the
     * paper's overtakes earlier.
     */
    private FailsafeClaim crossing(DispatchMethod other, int least, int most) {
        int crossed = crossing(other, simulated.getOrDefault(DispatchMethod.DISPATCHER, List.of()));
        return new FailsafeClaim(
                "dispatcher and " + name(other) + " change places at so many clients",
                other == DispatchMethod.BROADCAST ? "4" : "3",
                crossed == 0 ? "never" : Integer.toString(crossed),
                measured.isEmpty() ? "" : crossing(other, measured) == 0 ? "never" : "" + crossing(other, measured),
                least + ".." + most + ", simulated",
                crossed >= least && crossed <= most);
    }

    private int crossing(DispatchMethod other, List<Double> dispatcher) {
        boolean first = dispatcher.get(0) > of(other, 1);
        for (int clients = 2; clients <= ThroughputTrial.MOST_CLIENTS; clients++) {
            if (dispatcher.get(clients - 1) > of(other, clients) != first) {
                return clients;
            }
        }
        return 0;
    }

    private FailsafeClaim atMost(DispatchMethod other, double least) {
        double ratio = of(DispatchMethod.DISPATCHER, 7) / of(other, 7);
        double real = measured.isEmpty() ? ratio : measured.get(6) / of(other, 7);
        return new FailsafeClaim(
                "dispatcher : " + name(other) + ", 7 clients",
                number((double) paper(DispatchMethod.DISPATCHER, 7) / paper(other, 7)),
                number(ratio),
                measured.isEmpty() ? "" : number(real),
                ">= " + least,
                ratio >= least && real >= least);
    }

    LinePlot plot() {
        LinePlot plot = new LinePlot("Paper 001, tables 4 and 5: requests a second", 8, "clients", 1400);
        int colour = 0;
        for (DispatchMethod method : DispatchMethod.values()) {
            List<Double> printed = IntStream.of(PAPER.getOrDefault(method, new int[0]))
                    .mapToObj(value -> (double) value)
                    .toList();
            plot.curve(name(method) + ", simulated", colour, "2 3", points(simulated.getOrDefault(method, List.of())))
                    .curve(name(method) + ", paper", colour++, "9 4", points(printed));
        }
        return plot.curve("appliance, measured", 0, "", points(measured));
    }

    private static List<double[]> points(List<Double> values) {
        return IntStream.range(0, values.size())
                .mapToObj(index -> new double[] {index + 1.0, values.get(index)})
                .toList();
    }

    private double of(DispatchMethod method, int clients) {
        return simulated.getOrDefault(method, List.of()).get(clients - 1);
    }

    private static int paper(DispatchMethod method, int clients) {
        return PAPER.getOrDefault(method, new int[0])[clients - 1];
    }

    private static String name(DispatchMethod method) {
        return switch (method) {
            case DISPATCHER -> "dispatcher";
            case BROADCAST -> "broadcast";
            case ROUND_ROBIN_DNS -> "DNS";
        };
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}

package org.netchestra.experiments.paper;

import static org.netchestra.experiments.paper.ClosedLoop.Architecture.CONVENTIONAL;
import static org.netchestra.experiments.paper.ClosedLoop.Architecture.DISTRIBUTED;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.netchestra.experiments.paper.ClosedLoop.Architecture;
import org.netchestra.experiments.paper.ClosedLoop.Outcome;
import org.netchestra.experiments.paper.Fact.Verdict;

/** Holds the measurements against the facts that the paper's tables 4 to 12 show. */
final class Facts {

    private static final List<String> NAMES = List.copyOf(Measurements.POLICIES.keySet());
    private static final List<String> HASHES = List.of("MD5", "MIT_CH", "CARP", "MOD_CH");

    private final Measurements measured;

    Facts(Measurements measured) {
        this.measured = measured;
    }

    List<Fact> all() {
        List<Fact> facts = new ArrayList<>();
        for (List<String> row : Resources.rows("shape-facts.csv")) {
            String id = row.get(0);
            int dot = id.indexOf('.');
            String workload = workload(id.substring(0, dot));
            facts.add(fact(row, workload, id.substring(dot + 1)));
        }
        return facts;
    }

    private static String workload(String prefix) {
        return switch (prefix) {
            case "surge" -> "Surge-100";
            case "unc" -> "UNC-2001";
            case "berkeley" -> "Berkeley-1998";
            default -> "";
        };
    }

    private Fact fact(List<String> row, String workload, String what) {
        return switch (what) {
            case "conv.flat" -> each(row, "0.95..1.5", p -> conv(workload, p, 16) / conv(workload, p, 2), 0.95, 1.5);
            case "conv.linkcap" -> made(row, number(linkCap(workload)), "80..90", Verdict.GIVEN);
            case "conv.policyblind" -> policyBlind(row, workload);
            case "dist.rr.scale" -> scale(row, workload);
            case "dist.mono" -> grows(row, workload);
            case "dist.order16" -> order(row, workload);
            case "dist.ratio16" -> ratio(row, workload);
            case "dist.ht_vs_hash" -> overHashes(row, workload);
            case "small.penalty" -> smallPenalty(row, workload);
            case "penalty1" -> penaltyOfOne(row, workload);
            case "gain16" -> each(row, "> 0", p -> gain(workload, p, 16), 1e-9, 1e9);
            case "cross" -> each(row, "4..16", p -> crossing(workload, p), 4, 16);
            case "maxshare16" -> shares(row, workload);
            case "small" -> rule(row);
            case "rr.best" -> roundRobinIsBest(row);
            case "storage" -> storage(row);
            default -> made(row, "-", "-", Verdict.NOT_APPLICABLE);
        };
    }

    private Fact each(List<String> row, String asked, ToDoubleFunction<String> of, double least, double most) {
        boolean holds = NAMES.stream().mapToDouble(of).allMatch(value -> value >= least && value <= most);
        return made(row, values(NAMES, of), asked, Verdict.of(holds));
    }

    private double linkCap(String workload) {
        return NAMES.stream()
                .mapToDouble(p -> measured.mean(workload, CONVENTIONAL, p, 16, Outcome::megabitsPerSecond))
                .max()
                .orElseThrow();
    }

    private Fact policyBlind(List<String> row, String workload) {
        double most =
                NAMES.stream().mapToDouble(p -> conv(workload, p, 16)).max().orElseThrow();
        double least =
                NAMES.stream().mapToDouble(p -> conv(workload, p, 16)).min().orElseThrow();
        double mean =
                NAMES.stream().mapToDouble(p -> conv(workload, p, 16)).average().orElseThrow();
        double spread = (most - least) / mean;
        return made(row, number(spread), "<= 0.06", Verdict.of(spread <= 0.06));
    }

    private Fact scale(List<String> row, String workload) {
        StringBuilder steps = new StringBuilder();
        double before = 0;
        boolean grows = true;
        for (int size : Measurements.SIZES) {
            double factor = dist(workload, "RR", size) / dist(workload, "RR", 1);
            steps.append(size).append(':').append(number(factor)).append(' ');
            grows &= factor > before;
            before = factor;
        }
        return made(row, steps.toString().strip(), ">= 7.5 at 16, growing", Verdict.of(grows && before >= 7.5));
    }

    private Fact grows(List<String> row, String workload) {
        List<String> exceptions = new ArrayList<>();
        for (String policy : NAMES) {
            for (int step = 1; step < Measurements.SIZES.length; step++) {
                int from = Measurements.SIZES[step - 1];
                int to = Measurements.SIZES[step];
                if (dist(workload, policy, to) < dist(workload, policy, from)) {
                    exceptions.add(policy + " " + from + " to " + to);
                }
            }
        }
        String shown = exceptions.isEmpty() ? "all grow" : "not " + exceptions;
        return made(row, shown, "all grow", Verdict.of(exceptions.isEmpty()));
    }

    private Fact order(List<String> row, String workload) {
        List<String> order = new ArrayList<>(NAMES);
        order.sort(
                Comparator.comparingDouble((String p) -> dist(workload, p, 16)).reversed());
        boolean holds = order.get(0).equals("RR") && order.get(1).equals("HT_RR");
        String shown = order.stream()
                .map(p -> p + "(" + Math.round(dist(workload, p, 16)) + ")")
                .collect(Collectors.joining(" > "));
        return made(row, shown, "RR, HT_RR, the hashes", Verdict.of(holds));
    }

    private Fact ratio(List<String> row, String workload) {
        double assigned = toRoundRobin(workload, "HT_RR");
        boolean holds = within(assigned, 0.60, 0.80)
                && HASHES.stream().allMatch(p -> within(toRoundRobin(workload, p), 0.35, 0.51));
        return made(
                row,
                values(NAMES, p -> toRoundRobin(workload, p)),
                "HT_RR 0.60..0.80, hashes 0.35..0.51",
                Verdict.of(holds));
    }

    private Fact overHashes(List<String> row, String workload) {
        ToDoubleFunction<String> over = p -> dist(workload, "HT_RR", 16) / dist(workload, p, 16);
        boolean holds = HASHES.stream().mapToDouble(over).allMatch(value -> within(value, 1.39, 2.27));
        return made(row, values(HASHES, over), "1.39..2.27", Verdict.of(holds));
    }

    private Fact smallPenalty(List<String> row, String workload) {
        double most = NAMES.stream()
                .mapToDouble(p -> Math.max(gain(workload, p, 1), gain(workload, p, 2)))
                .max()
                .orElseThrow();
        return made(row, number(most) + " %", "< 0", Verdict.of(most < 0));
    }

    private Fact penaltyOfOne(List<String> row, String workload) {
        return made(row, values(NAMES, p -> gain(workload, p, 1)), "the cost model's", Verdict.GIVEN);
    }

    private Fact shares(List<String> row, String workload) {
        List<String> names = List.of("MD5", "MIT_CH", "CARP", "MOD_CH", "HT_RR");
        ToDoubleFunction<String> share = p -> measured.mean(workload, DISTRIBUTED, p, 16, Outcome::greatestShare);
        boolean hashesHot = HASHES.stream().mapToDouble(share).allMatch(value -> within(value, 0.12, 0.19));
        boolean assignedEven = share.applyAsDouble("HT_RR") < 0.105;
        return made(
                row,
                values(names, share),
                "hashes 0.12..0.19, HT_RR below 0.105",
                Verdict.of(hashesHot && assignedEven));
    }

    /** One and two servers: conventional; sixteen: distributed, in all workloads. */
    private Fact rule(List<String> row) {
        boolean holds = true;
        for (Workload workload : Workload.all()) {
            for (String policy : NAMES) {
                holds &= gain(workload.name(), policy, 1) < 0
                        && gain(workload.name(), policy, 2) < 0
                        && gain(workload.name(), policy, 16) > 0;
            }
        }
        return made(row, holds ? "so" : "not for all", "so", Verdict.of(holds));
    }

    private Fact roundRobinIsBest(List<String> row) {
        boolean holds = Workload.all().stream()
                .allMatch(w -> NAMES.stream().allMatch(p -> dist(w.name(), p, 16) <= dist(w.name(), "RR", 16)));
        double copies = measured.mean("Surge-100", DISTRIBUTED, "RR", 16, Outcome::copies);
        return made(
                row,
                (holds ? "best" : "not best") + ", " + Math.round(copies) + " files in 16 caches",
                "best, about 16 x 100",
                Verdict.of(holds && copies > 1_400));
    }

    private Fact storage(List<String> row) {
        StringBuilder shown = new StringBuilder();
        boolean holds = true;
        for (String policy : HASHES) {
            double copies = measured.mean("Surge-100", DISTRIBUTED, policy, 16, Outcome::copies);
            holds &= copies == 100;
            shown.append(policy).append(' ').append(Math.round(copies)).append(", ");
        }
        double all = measured.mean("Surge-100", DISTRIBUTED, "RR", 16, Outcome::copies);
        shown.append("RR ").append(Math.round(all)).append(" copies of 100 files");
        return made(
                row,
                shown.toString(),
                "hashes 1 copy of each, RR as many as servers",
                Verdict.of(holds && all > 1_400));
    }

    private double crossing(String workload, String policy) {
        for (int size : Measurements.SIZES) {
            if (gain(workload, policy, size) > 0) {
                return size;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /** By how much the distributed form is faster, in per cent. */
    double gain(String workload, String policy, int size) {
        return 100 * (dist(workload, policy, size) / conv(workload, policy, size) - 1);
    }

    double toRoundRobin(String workload, String policy) {
        return dist(workload, policy, 16) / dist(workload, "RR", 16);
    }

    private double conv(String workload, String policy, int size) {
        return measured.requestsPerSecond(workload, CONVENTIONAL, policy, size);
    }

    private double dist(String workload, String policy, int size) {
        return measured.requestsPerSecond(workload, Architecture.DISTRIBUTED, policy, size);
    }

    private static boolean within(double value, double least, double most) {
        return value >= least && value <= most;
    }

    private static String values(List<String> names, ToDoubleFunction<String> of) {
        return names.stream()
                .map(name -> name + ":" + number(of.applyAsDouble(name)))
                .collect(Collectors.joining(" "));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 20 ? "%.0f" : "%.2f", value);
    }

    private static Fact made(List<String> row, String simulated, String asked, Verdict verdict) {
        return new Fact(row.get(0), row.get(2), row.size() > 4 ? row.get(4) : "", simulated, asked, verdict);
    }
}

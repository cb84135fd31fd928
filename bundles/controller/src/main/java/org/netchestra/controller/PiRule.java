package org.netchestra.controller;

import java.util.Arrays;
import java.util.List;
import org.netchestra.controller.WeightChange.Bound;
import org.netchestra.controller.WeightChange.Rule;

/**
 * Moves all weights at once, in proportion to the logarithm of how much faster or slower a server answers than the others.
 *
 * <p>A proportional-integral law on {@code e = ln(R of the others) - ln(R)}, the others weighted by their traffic, as the
 * definition has it; with four additions that make it calm and quick:
 *
 * <ul>
 *   <li><b>Proof.</b> A gap counts only when it is larger than chance would make it: see {@link Evidence}.
 *   <li><b>Homing.</b> Without such proof a weight drifts back to the administrator's, so that equal servers stay equal
 *       instead of wandering.
 *   <li><b>Audition.</b> A server that gets no work at all gains weight until it gets some: one that recovered must be seen to
 *       have. Found slow again it waits twice as long as before, to a bound.
 *   <li><b>Bounds</b> on rise and fall, because what one server loses floods the others.
 * </ul>
 */
final class PiRule implements WeightRule {

    private static final double STARVED_SECONDS = 1;
    private static final double SHORTEST_HOLD = 2;
    private static final double LONGEST_HOLD = 8;
    private static final double NEARLY_HOME = 0.2;

    private final PiTuning tuning;
    private Server[] servers = new Server[0];

    /** The memory of one server. */
    private static final class Server {
        private final Evidence evidence = new Evidence();
        private double share = Double.NaN;
        private double gap;
        private double idle;
        private double held;
        private double hold = SHORTEST_HOLD;
        private boolean suspect;
    }

    PiRule(PiTuning tuning) {
        this.tuning = tuning;
    }

    @Override
    public void rearranged(int[] from) {
        Server[] before = servers;
        servers = new Server[from.length];
        Arrays.setAll(servers, i -> from[i] >= 0 ? before[from[i]] : new Server());
        Arrays.stream(servers).forEach(s -> s.share = Double.NaN);
    }

    @Override
    public Moves move(WeightTable table, List<Reading> readings, double seconds) {
        Moves moves = new Moves(table.size());
        observe(table, readings, seconds);
        double[] steps = new double[table.size()];
        for (int i = 0; i < steps.length; i++) {
            if (readings.get(i).state() == Reading.State.ACTIVE) {
                steps[i] = step(i, table, readings, seconds, moves);
            }
        }
        deal(table, readings, steps);
        return moves;
    }

    private void observe(WeightTable table, List<Reading> readings, double seconds) {
        for (int i = 0; i < servers.length; i++) {
            Server server = servers[i];
            Reading reading = readings.get(i);
            // Rounding must not undo small steps; a weight that others changed is taken as it is.
            if (Double.isNaN(server.share) || Math.abs(server.share - table.weight(i)) >= 1) {
                server.share = table.weight(i);
            }
            server.idle = reading.busy() ? 0 : server.idle + seconds;
            server.held = Math.max(0, server.held - seconds);
            if (reading.state() == Reading.State.ACTIVE) {
                server.evidence.take(reading, seconds, tuning);
            } else {
                server.evidence.forget();
            }
        }
    }

    private double step(int index, WeightTable table, List<Reading> readings, double seconds, Moves moves) {
        Server server = servers[index];
        double before = server.gap;
        server.gap = provenGap(index, readings);
        if (server.gap == 0) {
            double unprompted = unprompted(index, table, seconds, moves);
            return tuning.soft() ? unprompted - tuning.proportional() * before : unprompted;
        }
        holdBack(server);
        double wanted = tuning.proportional() * (server.gap - before) + tuning.integral() * seconds * server.gap;
        double bounded = Math.max(-tuning.fastestFall() * seconds, Math.min(tuning.fastestRise() * seconds, wanted));
        moves.because(index, server.gap < 0 ? Rule.SLOWER : Rule.FASTER, bounded == wanted ? Bound.NONE : Bound.STEP);
        return bounded;
    }

    /** How much faster than the others, as a logarithm; 0 when chance would do that. */
    private double provenGap(int index, List<Reading> readings) {
        Evidence own = servers[index].evidence;
        double weight = 0;
        double mean = 0;
        for (int i = 0; i < servers.length; i++) {
            if (i != index && readings.get(i).state() == Reading.State.ACTIVE && servers[i].evidence.known()) {
                weight += servers[i].share;
                mean += servers[i].share * servers[i].evidence.log();
            }
        }
        if (!own.known() || weight == 0) {
            return 0;
        }
        double gap = mean / weight - own.log();
        double variance = own.variance();
        for (int i = 0; i < servers.length; i++) {
            if (i != index && readings.get(i).state() == Reading.State.ACTIVE && servers[i].evidence.known()) {
                double part = servers[i].share / weight;
                variance += part * part * servers[i].evidence.variance();
            }
        }
        double sigmas = servers[index].suspect && gap < 0 ? tuning.suspicion() : tuning.sigmas();
        double chance = Math.max(tuning.deadBand(), sigmas * Math.sqrt(variance));
        if (Math.abs(gap) <= chance) {
            return 0;
        }
        return tuning.soft() ? Math.copySign(Math.abs(gap) - chance, gap) : gap;
    }

    private static void holdBack(Server server) {
        server.suspect = server.gap < 0;
        if (server.gap > 0) {
            server.held = 0;
            server.hold = SHORTEST_HOLD;
        } else {
            server.hold = server.held > 0 ? server.hold : Math.min(LONGEST_HOLD, server.hold * 2);
            server.held = server.hold;
        }
    }

    private double unprompted(int index, WeightTable table, double seconds, Moves moves) {
        Server server = servers[index];
        if (server.held > 0) {
            return 0;
        }
        double distance = StrictMath.log(table.configured(index) / server.share);
        server.suspect &= distance > NEARLY_HOME;
        if (server.idle >= STARVED_SECONDS && distance > 0) {
            moves.because(index, Rule.AUDITION);
            return Math.min(distance, tuning.audition() * seconds);
        }
        moves.because(index, Rule.RETURN);
        return tuning.homing() * seconds * distance;
    }

    /** Servers that do not take part keep their points; the others share the rest anew. */
    private void deal(WeightTable table, List<Reading> readings, double[] steps) {
        int[] active = activeOnes(readings);
        double total = Arrays.stream(active).mapToDouble(i -> table.weight(i)).sum();
        double[] wanted = Arrays.stream(active)
                .mapToDouble(i -> servers[i].share * StrictMath.exp(steps[i]))
                .toArray();
        double[] shares = Apportionment.aboveFloor(wanted, total, table.floor());
        for (int i = 0; i < active.length; i++) {
            servers[active[i]].share = shares[i];
        }
        table.deal(active, shares);
    }

    private static int[] activeOnes(List<Reading> readings) {
        int[] all = new int[readings.size()];
        int count = 0;
        for (int i = 0; i < all.length; i++) {
            if (readings.get(i).state() == Reading.State.ACTIVE) {
                all[count++] = i;
            }
        }
        return Arrays.copyOf(all, count);
    }
}

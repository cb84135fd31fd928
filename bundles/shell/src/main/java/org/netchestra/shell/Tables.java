package org.netchestra.shell;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.EffectiveState;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.cluster.StateChange;
import org.netchestra.api.control.Decision;
import org.netchestra.api.control.PolicyStatus;
import org.netchestra.api.control.ServerStatus;
import org.netchestra.api.control.VirtualServerStatus;
import org.netchestra.api.event.ClusterEvent;

/** The tables that people read. */
final class Tables {

    private static final double NANOS_PER_MILLI = 1e6;

    private Tables() {}

    static Table ofVirtualServers(List<VirtualServerStatus> virtualServers) {
        Table table = new Table("No virtual server (etc/org.netchestra.virtualserver-<name>.cfg makes one)")
                .left("Name", "State", "Listen", "Protocol", "Policy")
                .right("Servers up", "Connections", "In flight", "Requests", "Failures", "p50 ms", "p99 ms")
                .left("Note");
        for (VirtualServerStatus v : virtualServers) {
            table.row(
                    v.name(),
                    v.state(),
                    v.listen(),
                    v.protocol(),
                    v.policy(),
                    up(v) + "/" + v.servers().size(),
                    v.connections(),
                    v.traffic().inFlight(),
                    v.traffic().requests(),
                    v.traffic().failures(),
                    millis(v.traffic().responseTime().p50()),
                    millis(v.traffic().responseTime().p99()),
                    note(v));
        }
        return table;
    }

    static Table ofServers(List<VirtualServerStatus> virtualServers) {
        Table table = new Table("No real server")
                .left("Virtual server", "Name", "Address", "State", "Admin", "Health")
                .right("Weight", "In flight", "Requests", "Share %", "Failures", "p50 ms", "p99 ms")
                .left("Note");
        for (VirtualServerStatus v : virtualServers) {
            long all =
                    v.servers().stream().mapToLong(s -> s.traffic().requests()).sum();
            v.servers().forEach(s -> addServer(table, v.name(), s, all));
        }
        return table;
    }

    private static void addServer(Table table, String virtualServer, ServerStatus s, long all) {
        table.row(
                virtualServer,
                s.name(),
                s.address(),
                s.effective(),
                s.admin().state(),
                s.operational().state(),
                s.weight(),
                s.traffic().inFlight(),
                s.traffic().requests(),
                all == 0 ? "" : fixed(100.0 * s.traffic().requests() / all, 1),
                s.traffic().failures(),
                millis(s.traffic().responseTime().p50()),
                millis(s.traffic().responseTime().p99()),
                note(s));
    }

    static Table ofPolicies(List<PolicyStatus> policies) {
        Table table = new Table("No policy is installed").left("Name", "State", "Brought by", "Used by", "Note");
        for (PolicyStatus p : policies) {
            table.row(
                    p.name(),
                    p.state(),
                    p.origin(),
                    String.join(", ", p.usedBy()),
                    p.note().replace("\n", "; "));
        }
        return table;
    }

    static Table ofEvents(List<ClusterEvent> events) {
        Table table = new Table("Nothing happened yet")
                .left("Time", "Severity", "Topic", "Virtual server", "Server", "Message");
        for (ClusterEvent e : events) {
            table.row(
                    time(e.time()),
                    e.severity(),
                    e.topic(),
                    Objects.requireNonNullElse(e.virtualServer(), ""),
                    Objects.requireNonNullElse(e.server(), ""),
                    e.message().replace("\n", "; "));
        }
        return table;
    }

    static Table ofDecisions(List<Decision> decisions) {
        Table table = new Table(
                        "No decision was recorded (explain-percent in the virtual server's file says how many are)")
                .left("Time", "Request id", "Attempt", "Request", "Policy", "Server", "Chosen")
                .right("Weight", "In flight", "Average ms", "Score")
                .left("Excluded");
        decisions.forEach(d -> d.candidates().forEach(c -> addCandidate(table, d, c)));
        return table;
    }

    /** One decision, its candidates only. */
    static Table ofCandidates(Decision decision) {
        Table table = new Table("The pool is empty")
                .left("Server", "Outcome")
                .right("Score", "Weight", "In flight", "Average ms");
        for (Decision.Candidate c : decision.candidates()) {
            table.row(
                    c.server(),
                    c.server().equals(decision.chosen())
                            ? "chosen"
                            : Objects.requireNonNullElse(c.excluded(), "eligible, not chosen"),
                    score(c),
                    c.weight(),
                    c.inFlight(),
                    millis(c.averageResponseNanos()));
        }
        return table;
    }

    /** Lower is better. */
    private static String score(Decision.Candidate candidate) {
        return Double.isNaN(candidate.score()) ? "" : fixed(candidate.score(), 3);
    }

    private static void addCandidate(Table table, Decision d, Decision.Candidate c) {
        table.row(
                time(d.time()),
                d.requestId(),
                d.attempt(),
                d.request(),
                d.policy(),
                c.server(),
                c.server().equals(d.chosen()) ? "yes" : "",
                c.weight(),
                c.inFlight(),
                millis(c.averageResponseNanos()),
                score(c),
                Objects.requireNonNullElse(c.excluded(), ""));
    }

    /** Milliseconds to about three digits; empty when there is no sample. */
    static String millis(long nanos) {
        double millis = nanos / NANOS_PER_MILLI;
        return nanos == 0 ? "" : fixed(millis, millis < 10 ? 2 : millis < 100 ? 1 : 0);
    }

    /** To the millisecond, in UTC. */
    static Instant time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    static long up(VirtualServerStatus virtualServer) {
        return virtualServer.servers().stream()
                .filter(s -> s.effective() == EffectiveState.UP)
                .count();
    }

    private static String note(VirtualServerStatus v) {
        return joined(
                v.configurationProblem() == null ? null : "newest configuration refused, see netchestra:status",
                v.policyNote());
    }

    private static String note(ServerStatus s) {
        return joined(
                s.admin().state() == AdminState.READY ? null : because(s.admin()),
                s.operational().state() == OperationalState.DOWN ? because(s.operational()) : null,
                s.weight() == s.configuredWeight() ? null : "configured weight " + s.configuredWeight(),
                s.rampPercent() == 100 ? null : "slow start " + s.rampPercent() + " %");
    }

    /** {@code DRAIN by kim: disk change}. */
    static String because(StateChange<?> change) {
        return change.state() + " by " + change.by() + (change.reason().isEmpty() ? "" : ": " + change.reason());
    }

    private static String joined(@Nullable String... notes) {
        return Stream.of(notes).filter(Objects::nonNull).collect(Collectors.joining("; "));
    }

    static String fixed(double number, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", number);
    }
}

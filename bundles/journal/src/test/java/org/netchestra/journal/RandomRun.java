package org.netchestra.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.netchestra.api.journal.ExchangeJournal;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.FailureCause;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.KeptStep;
import org.netchestra.api.journal.ReplyFacts;
import org.netchestra.api.journal.StepState;
import org.netchestra.api.journal.TransactionRules;
import org.netchestra.api.journal.TransactionStep.Turn;
import org.netchestra.api.journal.Verdict;

/** One run: chance decides on every move of the client, the servers and the exchanges; {@link #check} on what must be true behind it. */
final class RandomRun {

    private static final int MOST_ATTEMPTS = 3;

    /** What can happen. */
    enum Tally {
        REPLIES,
        ERRORS,
        UNKNOWN,
        TORN,
        LEFT,
        REPLAYS,
        REBUILDS,
        REFUSED_TURNS,
        COMPLETED_IN_SPITE_OF_FAILURES
    }

    private final int seed;
    private final Random random;
    private final FailSafe mode;
    private final boolean whole;
    private final boolean rebuild;
    private final boolean pipelined;
    private final boolean clientMayLeave;
    private final boolean kept;
    private final List<RandomExchange.Server> servers = new ArrayList<>();
    private final List<RandomExchange> exchanges = new ArrayList<>();
    private final ExchangeJournal journal;
    private final Workbench bench;
    final Map<Tally, Integer> tallies = new EnumMap<>(Tally.class);
    private final Map<Integer, Integer> confirmedOrder = new HashMap<>();
    private int confirmed;
    private int failures;

    RandomRun(int seed, Workbench bench) {
        this.seed = seed;
        this.bench = bench;
        random = new Random(seed);
        mode = FailSafe.values()[random.nextInt(3)];
        whole = random.nextInt(3) > 0;
        rebuild = random.nextInt(4) == 0;
        pipelined = random.nextInt(3) == 0;
        clientMayLeave = random.nextInt(5) == 0;
        kept = random.nextInt(10) > 0;
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            servers.add(new RandomExchange.Server("n" + i));
        }
        boolean transaction = random.nextInt(4) > 0;
        TransactionRules rules = transaction
                ? new TransactionRules(
                        TransactionRules.Identification.NAMED_HEADER,
                        "T",
                        List.of(),
                        rebuild,
                        Duration.ofMinutes(5),
                        TransactionRules.Limits.DEFAULT)
                : null;
        journal = bench.journal.forVirtualServer(
                "vs",
                new JournalRules(
                        mode,
                        false,
                        List.of("/declared"),
                        MOST_ATTEMPTS,
                        Duration.ofMinutes(1),
                        kept ? 1 << 20 : 2,
                        100,
                        1_000_000,
                        rules));
        int steps = transaction ? 1 + random.nextInt(6) : 1;
        for (int i = 1; i <= steps; i++) {
            String[] methods = {"GET", "PUT", "POST", "POST"};
            exchanges.add(new RandomExchange(i, methods[random.nextInt(4)], random.nextInt(3) == 0));
        }
    }

    void go() {
        int sent = 0;
        for (int moves = 0; moves < 10_000; moves++) {
            List<RandomExchange> active = exchanges.subList(0, sent).stream()
                    .filter(e -> e.outcome == null && !(e.waitingForTurn && e.owner.turns.get() == 0))
                    .toList();
            boolean maySend = sent < exchanges.size()
                    && (pipelined || active.isEmpty())
                    && (sent == 0 || pipelined || "reply".equals(exchanges.get(sent - 1).outcome));
            if (maySend && (active.isEmpty() || random.nextBoolean())) {
                send(exchanges.get(sent++));
            } else if (!active.isEmpty()) {
                move(active.get(random.nextInt(active.size())));
            } else {
                break;
            }
        }
        for (RandomExchange exchange : exchanges.subList(sent, exchanges.size())) {
            exchange.outcome = "not sent";
        }
    }

    private void send(RandomExchange e) {
        boolean declared = random.nextInt(6) == 0;
        TestRequest request = new TestRequest(e.method, declared ? "/declared" : "/step").with("T", "t" + seed);
        if (e.keyed) {
            request.with("Idempotency-Key", "k" + seed + "-" + e.index);
        }
        e.entry = journal.open(request, e.owner, bench.nanos);
        e.reference = new ReferenceExchange(mode, e.method, e.keyed, declared, MOST_ATTEMPTS);
        e.entry.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        e.entry.whole();
        e.waitingForTurn = !turn(e);
    }

    /** Whether it may go on now. */
    private boolean turn(RandomExchange e) {
        if (e.entry.transaction() == null) {
            return true;
        }
        Turn turn = e.entry.transaction().awaitTurn();
        if (turn == Turn.NEVER) {
            count(Tally.REFUSED_TURNS);
            e.entry.failed(FailureCause.NO_SERVER, false, bench.nanos);
            e.outcome("refused");
        }
        return turn == Turn.NOW;
    }

    /** One small step of one exchange. */
    private void move(RandomExchange e) {
        if (clientMayLeave && random.nextInt(30) == 0) {
            e.entry.abandoned(bench.nanos);
            e.reference.abandoned();
            count(Tally.LEFT);
            e.outcome("left");
            return;
        }
        if (e.waitingForTurn) {
            e.owner.turns.set(0);
            e.waitingForTurn = !turn(e);
            return;
        }
        if (e.server == null) {
            assign(e);
            return;
        }
        switch (e.entry.state()) {
            case ASSIGNED -> begin(e);
            case SENDING -> finishSending(e);
            case WAITING -> reply(e);
            case BUFFERING -> deliver(e);
            case DELIVERING -> confirm(e);
            default -> throw new AssertionError("state " + e.entry.state());
        }
        if (e.outcome == null) {
            e.reference.agrees(e.entry);
        }
    }

    private void assign(RandomExchange e) {
        String bound =
                e.entry.transaction() == null ? null : e.entry.transaction().server();
        RandomExchange.Server picked = servers.stream()
                .filter(s -> s.alive && !e.failed.contains(s) && s.name.equals(bound))
                .findFirst()
                .orElseGet(() -> any(e));
        if (picked == null) {
            fail(e, FailureCause.NO_SERVER, false);
            return;
        }
        assertThat(e.failed).as("a replay never goes to the server that failed").doesNotContain(picked);
        boolean moves = bound != null && !bound.equals(picked.name);
        if (moves && !e.entry.transaction().mayMove()) {
            fail(e, FailureCause.REBUILD_FAILED, false);
            return;
        }
        e.server = picked;
        e.ending = random.nextInt(3) == 0
                ? RandomExchange.Ending.values()[random.nextInt(7)]
                : RandomExchange.Ending.ANSWERS;
        e.entry.assigned(picked.name);
        e.reference.assigned(picked.name);
    }

    private RandomExchange.Server any(RandomExchange e) {
        List<RandomExchange.Server> usable =
                servers.stream().filter(s -> s.alive && !e.failed.contains(s)).toList();
        return usable.isEmpty() ? null : usable.get(random.nextInt(usable.size()));
    }

    private void begin(RandomExchange e) {
        if (e.ending == RandomExchange.Ending.REFUSED_CONNECTION) {
            fail(e, FailureCause.CONNECT_FAILED, true);
            return;
        }
        if (e.entry.transaction() != null) {
            for (KeptStep step : e.entry.transaction().rebuild()) {
                count(Tally.REBUILDS);
                assertThat(bench.read(step.reader())).containsExactly(1, 2, 3);
                e.server.applied.add(step.step());
                assertThat(step.matches(200, List.of())).isTrue();
            }
            assertThat(e.entry.transaction().step()).as("steps go in order").isEqualTo(confirmed + 1);
        }
        e.entry.sending();
        e.reference.sending();
        if (!e.keyed && e.method.equals("POST") && !e.reference.declared) {
            e.riskyWrites.add(e.server);
        }
    }

    private void finishSending(RandomExchange e) {
        if (e.ending == RandomExchange.Ending.DIES_IN_REQUEST) {
            fail(e, FailureCause.RESET, true);
            return;
        }
        e.entry.sentAll();
        e.reference.sentAll();
    }

    private void reply(RandomExchange e) {
        switch (e.ending) {
            case REFUSES_STREAM -> {
                e.riskyWrites.remove(e.server);
                fail(e, FailureCause.REFUSED_BY_SERVER, true);
            }
            case DIES_BEFORE_APPLYING -> fail(e, FailureCause.TIMEOUT, true);
            case DIES_AFTER_APPLYING -> {
                e.server.applied.add(e.index);
                fail(e, FailureCause.RESET, true);
            }
            default -> {
                e.server.applied.add(e.index);
                e.result =
                        new TreeSet<>(e.server.applied).headSet(e.index, true).toString();
                e.entry.replyBegan();
                e.reference.replyBegan();
            }
        }
    }

    private void deliver(RandomExchange e) {
        if (e.ending == RandomExchange.Ending.DIES_IN_REPLY && whole) {
            fail(e, FailureCause.TRUNCATED, true);
            return;
        }
        e.entry.delivering(ReplyFacts.of(200));
        e.reference.delivering();
        e.repliesFrom.add(e.server);
    }

    private void confirm(RandomExchange e) {
        if (e.ending == RandomExchange.Ending.DIES_IN_REPLY) {
            fail(e, FailureCause.TRUNCATED, true);
            return;
        }
        e.entry.confirmed(bench.nanos);
        e.reference.confirmed();
        e.reference.agrees(e.entry);
        confirmed++;
        confirmedOrder.put(e.index, confirmed);
        count(Tally.REPLIES);
        e.outcome("reply");
    }

    private void fail(RandomExchange e, FailureCause cause, boolean serverFailed) {
        if (serverFailed && e.server != null) {
            failures++;
            e.failed.add(e.server);
            e.server.alive = e.ending == RandomExchange.Ending.REFUSES_STREAM || random.nextInt(3) == 0;
        }
        boolean other = any(e) != null;
        boolean rebuildable = cause != FailureCause.REBUILD_FAILED && (e.entry.transaction() == null || rebuildable(e));
        String expected = e.reference.failed(cause, other, kept, rebuildable);
        Verdict verdict = e.entry.failed(cause, other, bench.nanos);
        assertThat(verdict.action() + " " + verdict.reason()).isEqualTo(expected);
        e.reference.agrees(e.entry);
        e.server = null;
        switch (verdict.action()) {
            case REPLAY -> count(Tally.REPLAYS);
            case ABORT -> {
                count(Tally.TORN);
                e.outcome("torn");
            }
            case OUTCOME_UNKNOWN -> {
                count(Tally.UNKNOWN);
                e.outcome("unknown");
            }
            default -> {
                count(Tally.ERRORS);
                e.outcome("error");
            }
        }
    }

    /** By the ledger: whether all that was confirmed could be sent to another server. */
    private boolean rebuildable(RandomExchange e) {
        return !rebuild
                || exchanges.stream()
                        .filter(other -> confirmedOrder.containsKey(other.index))
                        .allMatch(other -> kept && other.reference.mayBeSentTwice());
    }

    void check() {
        boolean allReplies = true;
        for (RandomExchange e : exchanges) {
            assertThat(e.outcome).as("step %d has an outcome", e.index).isNotNull();
            assertThat(e.repliesFrom.size()).as("reply bytes of one server").isLessThanOrEqualTo(1);
            if (mode != FailSafe.PAPER) {
                assertThat(e.riskyWrites.size())
                        .as("servers that a request which must not be applied twice was written to")
                        .isLessThanOrEqualTo(1);
            }
            allReplies &= e.outcome.equals("reply");
        }
        checkCompletion(allReplies);
    }

    /** The result is the one without failures, if all may be sent again and a server lives. */
    private void checkCompletion(boolean allReplies) {
        boolean mayAll = exchanges.stream().allMatch(e -> e.reference != null && e.reference.mayBeSentTwice());
        boolean lives =
                servers.stream().anyMatch(s -> s.alive && exchanges.stream().noneMatch(e -> e.failed.contains(s)));
        boolean within = exchanges.stream().allMatch(e -> e.failed.size() < MOST_ATTEMPTS);
        if (mayAll && lives && within && whole && kept && !clientMayLeave && mode != FailSafe.OFF) {
            assertThat(allReplies).as("all steps complete").isTrue();
            if (failures > 0) {
                count(Tally.COMPLETED_IN_SPITE_OF_FAILURES);
            }
        }
        if (allReplies && rebuild && exchanges.get(0).entry.transaction() != null) {
            for (RandomExchange e : exchanges) {
                assertThat(e.result).as("what step %d saw", e.index).isEqualTo(upTo(e.index));
            }
        }
    }

    private static String upTo(int step) {
        Set<Integer> steps = new TreeSet<>();
        for (int i = 1; i <= step; i++) {
            steps.add(i);
        }
        return steps.toString();
    }

    private void count(Tally tally) {
        tallies.merge(tally, 1, Integer::sum);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(mode + (whole ? " whole" : " head") + (rebuild ? " rebuild" : "")
                + (pipelined ? " pipelined" : "") + (kept ? "" : " not kept") + ", " + servers.size() + " servers:");
        for (RandomExchange e : exchanges) {
            StepState state = e.entry == null ? null : e.entry.state();
            text.append(' ')
                    .append(e.method)
                    .append(e.keyed ? "+key" : "")
                    .append('=')
                    .append(state)
                    .append('/');
            text.append(e.outcome);
        }
        return text.toString();
    }
}

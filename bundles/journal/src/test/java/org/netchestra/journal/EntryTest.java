package org.netchestra.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.api.journal.EarlierOutcome;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.FailureCause;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.ReplyFacts;
import org.netchestra.api.journal.StepState;
import org.netchestra.api.journal.StoredReply;
import org.netchestra.api.journal.Verdict;
import org.netchestra.api.journal.Verdict.Action;
import org.netchestra.api.journal.Verdict.Reason;

final class EntryTest {

    private static final JournalRules STRICT = JournalRules.of(FailSafe.STRICT);
    private static final JournalRules PAPER = JournalRules.of(FailSafe.PAPER);
    private static final JournalRules DURABLE = durable(FailSafe.STRICT);

    @TempDir
    Path directory;

    private Workbench bench;
    private final TestOwner owner = new TestOwner();

    @BeforeEach
    void open() throws IOException {
        bench = new Workbench(directory);
    }

    static JournalRules durable(FailSafe failSafe) {
        return new JournalRules(failSafe, true, List.of("/declared"), 3, Duration.ofMinutes(1), 1L << 30, 20, 10, null);
    }

    @Test
    void shouldGoThroughAGoodExchangeAndForgetIt() {
        JournalEntry entry = bench.open(STRICT, new TestRequest("POST", "/a?secret=1"), owner);
        assertThat(entry.append(bytes("body"))).isTrue();
        assertThat(entry.whole()).isTrue();
        entry.assigned("s1");
        assertThat(entry.sending()).as("nothing to wait for in memory").isTrue();
        entry.sentAll();
        entry.replyBegan();
        assertThat(bench.journal.inFlight(9)).singleElement().satisfies(s -> {
            assertThat(s.requestLine()).isEqualTo("POST /a HTTP/1.1");
            assertThat(s.server()).isEqualTo("s1");
            assertThat(s.state()).isEqualTo(StepState.BUFFERING);
        });
        assertThat(entry.delivering(ReplyFacts.of(200))).isTrue();
        entry.confirmed(0);
        assertThat(entry.state()).isEqualTo(StepState.CONFIRMED);
        assertThat(bench.journal.inFlight(9)).isEmpty();
        assertThat(bench.journal.statistics().memoryBytes()).isZero();
        assertThat(bench.journal.statistics().confirmed()).isEqualTo(1);
    }

    @Test
    void shouldReplayAGetOnAnotherServer() {
        JournalEntry entry = sent(STRICT, "GET", "s1");
        Verdict verdict = entry.failed(FailureCause.RESET, true, 0);
        assertThat(verdict).isEqualTo(new Verdict(Action.REPLAY, Reason.IDEMPOTENT, false, false));
        entry.assigned("s2");
        assertThat(entry.attempts()).isEqualTo(2);
        assertThat(bench.journal.statistics().replays()).containsEntry("IDEMPOTENT", 1L);
    }

    @Test
    void shouldSayThatTheOutcomeOfAPostIsUnknown() {
        JournalEntry entry = sent(STRICT, "POST", "s1");
        Verdict verdict = entry.failed(FailureCause.TIMEOUT, true, 0);
        assertThat(verdict).isEqualTo(new Verdict(Action.OUTCOME_UNKNOWN, Reason.NOT_REPLAYABLE, true, false));
        assertThat(entry.state()).isEqualTo(StepState.FAILED);
        assertThat(bench.journal.statistics().outcomesUnknown()).isEqualTo(1);
    }

    @Test
    void shouldReplayAPostAndSaySoInPaperMode() {
        Verdict verdict = sent(PAPER, "POST", "s1").failed(FailureCause.TIMEOUT, true, 0);
        assertThat(verdict).isEqualTo(new Verdict(Action.REPLAY, Reason.AT_LEAST_ONCE, true, true));
    }

    @Test
    void shouldReplayAPostThatTheServerRefused() {
        Verdict verdict = sent(STRICT, "POST", "s1").failed(FailureCause.REFUSED_BY_SERVER, true, 0);
        assertThat(verdict).isEqualTo(new Verdict(Action.REPLAY, Reason.NOT_APPLIED, false, false));
    }

    @Test
    void shouldNotForgetThatAnEarlierAttemptMayHaveBeenApplied() {
        JournalEntry entry = bench.open(STRICT, new TestRequest("POST", "/a").with("Idempotency-Key", "k"), owner);
        send(entry, "s1");
        assertThat(entry.failed(FailureCause.RESET, true, 0).reason()).isEqualTo(Reason.KEYED);
        entry.assigned("s2");
        Verdict second = entry.failed(FailureCause.CONNECT_FAILED, false, 0);
        assertThat(second).isEqualTo(new Verdict(Action.FAIL_503, Reason.NO_SERVER, true, false));
    }

    @Test
    void shouldKnowWhatHappenedWhenNoServerComesInTime() {
        JournalEntry never = bench.open(STRICT, new TestRequest("POST", "/a"), owner);
        assertThat(never.failed(FailureCause.NO_SERVER, false, 0).outcomeUnknown())
                .isFalse();
        JournalEntry refused = sent(STRICT, "POST", "s1");
        refused.failed(FailureCause.REFUSED_BY_SERVER, true, 0);
        assertThat(refused.failed(FailureCause.NO_SERVER, false, 0).outcomeUnknown())
                .as("the server proved that it did nothing")
                .isFalse();
    }

    @Test
    void shouldGiveUpAfterAllAttemptsOrTheDeadline() {
        JournalEntry entry = sent(STRICT, "GET", "s1");
        assertThat(entry.failed(FailureCause.RESET, true, 0).replays()).isTrue();
        send(entry, "s2");
        assertThat(entry.failed(FailureCause.RESET, true, 0).replays()).isTrue();
        send(entry, "s3");
        assertThat(entry.failed(FailureCause.RESET, true, 0).reason()).isEqualTo(Reason.ATTEMPTS);
        JournalEntry late = sent(STRICT, "GET", "s1");
        long deadline = bench.nanos + Duration.ofMinutes(1).toNanos();
        assertThat(late.failed(FailureCause.RESET, true, deadline).reason()).isEqualTo(Reason.DEADLINE);
    }

    @Test
    void shouldKeepReplaysWithinTheBudget() {
        JournalRules tight =
                new JournalRules(FailSafe.STRICT, false, List.of(), 3, Duration.ofMinutes(1), 1 << 20, 0, 1, null);
        int replays = 0;
        for (int i = 0; i < 100; i++) {
            replays +=
                    sent(tight, "GET", "s1").failed(FailureCause.RESET, true, 0).replays() ? 1 : 0;
        }
        assertThat(replays).isEqualTo(10);
        JournalEntry unsent = bench.open(tight, new TestRequest("GET", "/"), owner);
        unsent.assigned("s1");
        assertThat(unsent.failed(FailureCause.CONNECT_FAILED, true, 0).replays())
                .as("what reached no server is no load")
                .isTrue();
    }

    @Test
    void shouldAllowWhatTheRouteDeclares() {
        JournalEntry declared = bench.open(DURABLE, new TestRequest("POST", "/declared/quote?x"), owner);
        send(declared, "s1");
        assertThat(declared.failed(FailureCause.RESET, true, 0).reason()).isEqualTo(Reason.DECLARED);
        JournalEntry other = bench.open(DURABLE, new TestRequest("POST", "/declaredly"), owner);
        send(other, "s1");
        assertThat(other.failed(FailureCause.RESET, true, 0).reason()).isEqualTo(Reason.NOT_REPLAYABLE);
    }

    @Test
    void shouldCutTheConnectionOfAClientThatHasPartOfTheReply() {
        JournalEntry entry = sent(PAPER, "GET", "s1");
        entry.replyBegan();
        entry.delivering(ReplyFacts.of(200));
        assertThat(entry.failed(FailureCause.TRUNCATED, true, 0).action()).isEqualTo(Action.ABORT);
        assertThat(entry.state()).isEqualTo(StepState.FAILED);
    }

    @Test
    void shouldDropWhatNobodyWaitsFor() {
        JournalEntry entry = sent(PAPER, "GET", "s1");
        entry.abandoned(0);
        assertThat(entry.failed(FailureCause.RESET, true, 0).action()).isEqualTo(Action.DROP);
        assertThat(entry.state()).isEqualTo(StepState.ABANDONED);
        entry.confirmed(0);
        assertThat(entry.state()).as("late events are ignored").isEqualTo(StepState.ABANDONED);
    }

    @Test
    void shouldRefuseCallsOutOfOrder() {
        JournalEntry entry = bench.open(STRICT, new TestRequest("GET", "/"), owner);
        assertThatThrownBy(entry::sending).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> entry.delivering(ReplyFacts.of(200))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldAnswerARepeatedKeyWithTheStoredReply() {
        TestRequest request = new TestRequest("POST", "/pay").with("Idempotency-Key", "k1");
        JournalEntry first = bench.open(STRICT, request, owner);
        assertThat(bench.open(STRICT, request, owner).earlier().kind()).isEqualTo(EarlierOutcome.Kind.IN_PROGRESS);
        send(first, "s1");
        first.replyBegan();
        StoredReply reply = new StoredReply(201, bytes("head"), bytes("body"));
        first.delivering(new ReplyFacts(201, List.of(), reply));
        first.confirmed(0);
        EarlierOutcome earlier = bench.open(STRICT, request, owner).earlier();
        assertThat(earlier.kind()).isEqualTo(EarlierOutcome.Kind.STORED);
        assertThat(earlier.reply().body()).isEqualTo(bytes("body"));
        TestRequest other = new TestRequest("POST", "/refund").with("Idempotency-Key", "k1");
        assertThat(bench.open(STRICT, other, owner).earlier().kind()).isEqualTo(EarlierOutcome.Kind.MISMATCH);
        TestRequest stranger = new TestRequest("POST", "/pay")
                .with("Idempotency-Key", "k1")
                .with("Authorization", "Bearer someone-else");
        assertThat(bench.open(STRICT, stranger, owner).earlier().kind())
                .as("nobody gets another client's reply")
                .isEqualTo(EarlierOutcome.Kind.MISMATCH);
    }

    @Test
    void shouldFreeTheKeyOfARequestThatFailed() {
        TestRequest request = new TestRequest("POST", "/pay").with("Idempotency-Key", "k2");
        bench.open(STRICT, request, owner).failed(FailureCause.NO_SERVER, false, 0);
        assertThat(bench.open(STRICT, request, owner).earlier()).isNull();
    }

    @Test
    void shouldSayThatAnAnswerWasGivenWhenItIsNotKept() {
        TestRequest request = new TestRequest("POST", "/pay").with("Idempotency-Key", "k3");
        JournalEntry entry = bench.open(STRICT, request, owner);
        send(entry, "s1");
        entry.replyBegan();
        entry.delivering(ReplyFacts.of(200));
        entry.failed(FailureCause.TRUNCATED, true, 0);
        assertThat(bench.open(STRICT, request, owner).earlier().kind()).isEqualTo(EarlierOutcome.Kind.UNKNOWN);
    }

    @Test
    void shouldWaitForTheDiskBeforeSendingAndBeforeDeliveringWhenDurable() {
        JournalEntry entry = bench.open(DURABLE, new TestRequest("POST", "/a"), owner);
        entry.append(bytes("body"));
        assertThat(entry.whole()).isTrue();
        entry.assigned("s1");
        assertThat(entry.sending()).isFalse();
        assertThat(owner.stored).hasValue(0);
        bench.settle();
        assertThat(owner.stored).hasValue(1);
        entry.sentAll();
        entry.replyBegan();
        assertThat(entry.delivering(ReplyFacts.of(200))).isFalse();
        bench.settle();
        assertThat(owner.stored).hasValue(2);
        entry.confirmed(0);
        bench.settle();
        assertThat(bench.journal.statistics().writeErrors()).isZero();
    }

    @Test
    void shouldHoldBackTheLastPieceOfAStreamedBodyWhenDurable() {
        JournalEntry entry = bench.open(DURABLE, new TestRequest("POST", "/a"), owner);
        entry.assigned("s1");
        assertThat(entry.sending()).isFalse();
        bench.settle();
        entry.append(bytes("first"));
        entry.append(bytes("last"));
        assertThat(entry.whole()).isFalse();
        bench.settle();
        assertThat(owner.stored).hasValue(2);
        entry.append(ByteBuffer.allocate(0));
    }

    @Test
    void shouldGoOnWithoutDurabilityWhenTheDiskFails() throws IOException {
        Files.delete(directory);
        JournalEntry entry = bench.open(DURABLE, new TestRequest("POST", "/a"), owner);
        entry.assigned("s1");
        assertThat(entry.sending()).isFalse();
        bench.settle();
        assertThat(owner.stored).as("the exchange does not hang").hasValue(1);
        entry.sentAll();
        entry.replyBegan();
        assertThat(entry.delivering(ReplyFacts.of(200))).isTrue();
        entry.confirmed(0);
        assertThat(bench.journal.statistics().givenUp()).containsEntry("DISK_ERROR", 1L);
        assertThat(bench.journal.statistics().writeErrors()).isPositive();
        assertThat(bench.events.messages()).anyMatch(m -> m.contains("cannot write"));
        Files.createDirectory(directory);
        bench.journal.tick();
        bench.settle();
        JournalEntry next = bench.open(DURABLE, new TestRequest("POST", "/a"), owner);
        next.assigned("s1");
        assertThat(next.sending()).isFalse();
        bench.settle();
        assertThat(bench.journal.statistics().givenUp()).as("the disk is back").containsEntry("DISK_ERROR", 1L);
    }

    private JournalEntry sent(JournalRules rules, String method, String server) {
        JournalEntry entry = bench.open(rules, new TestRequest(method, "/"), owner);
        send(entry, server);
        return entry;
    }

    private static void send(JournalEntry entry, String server) {
        entry.assigned(server);
        entry.sending();
        entry.sentAll();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}

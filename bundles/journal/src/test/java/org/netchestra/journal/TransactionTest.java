package org.netchestra.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.FailureCause;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.KeptStep;
import org.netchestra.api.journal.ReplyFacts;
import org.netchestra.api.journal.TransactionRules;
import org.netchestra.api.journal.TransactionRules.Identification;
import org.netchestra.api.journal.TransactionRules.Limits;
import org.netchestra.api.journal.TransactionStep.Turn;
import org.netchestra.api.journal.Verdict;
import org.netchestra.api.journal.Verdict.Action;
import org.netchestra.api.journal.Verdict.Reason;

final class TransactionTest {

    @TempDir
    Path directory;

    private Workbench bench;
    private final TestOwner owner = new TestOwner();

    @BeforeEach
    void open() throws IOException {
        bench = new Workbench(directory);
    }

    @Test
    void shouldFinishThePapersTransactionOnAnotherServer() {
        JournalRules rules = rules(FailSafe.PAPER, Identification.COOKIE, "NTXN", false);
        String cookie = null;
        for (int other = 1; other <= 2; other++) {
            JournalEntry entry = bench.open(rules, post(null), owner);
            step(entry, "NODE0");
        }
        for (int step = 1; step <= 5; step++) {
            JournalEntry entry = bench.open(rules, post(cookie), owner);
            assertThat(entry.transaction().awaitTurn()).isEqualTo(Turn.NOW);
            assertThat(entry.transaction().step()).isEqualTo(step);
            cookie = step == 1 ? "NTXN=" + entry.transaction().announcement() : cookie;
            assertThat(entry.transaction().announcement() == null).isEqualTo(step > 1);
            String server = entry.transaction().server();
            assertThat(server).isEqualTo(step == 1 ? null : step <= 4 ? "NODE1" : "NODE0");
            if (step == 4) {
                entry.assigned("NODE1");
                entry.sending();
                entry.sentAll();
                assertThat(entry.failed(FailureCause.TIMEOUT, true, 0).replays())
                        .isTrue();
            }
            step(entry, step >= 4 ? "NODE0" : "NODE1");
        }
        assertThat(bench.events.messages())
                .containsExactly(
                        "Detecting Broken Transaction 3 on NODE1 in step 4: TIMEOUT",
                        "Continuing Transaction 3 on NODE0");
    }

    @Test
    void shouldLetOneStepBeInFlightAndTheOthersWaitInLine() {
        JournalRules rules = rules(FailSafe.STRICT, Identification.NAMED_HEADER, "X-Order", false);
        TestOwner second = new TestOwner();
        TestOwner third = new TestOwner();
        JournalEntry one = bench.open(rules, named("7"), owner);
        JournalEntry two = bench.open(rules, named("7"), second);
        JournalEntry three = bench.open(rules, named("7"), third);
        assertThat(one.transaction().awaitTurn()).isEqualTo(Turn.NOW);
        assertThat(two.transaction().awaitTurn()).isEqualTo(Turn.LATER);
        assertThat(three.transaction().awaitTurn()).isEqualTo(Turn.LATER);
        step(one, "s1");
        assertThat(second.turns).hasValue(1);
        assertThat(third.turns).hasValue(0);
        assertThat(two.transaction().awaitTurn()).isEqualTo(Turn.NOW);
        assertThat(two.transaction().step()).isEqualTo(2);
        two.assigned("s1");
        two.sending();
        two.failed(FailureCause.RESET, true, 0);
        assertThat(third.turns).hasValue(1);
        assertThat(three.transaction().awaitTurn())
                .as("what depends on a failed step is not done")
                .isEqualTo(Turn.NEVER);
        JournalEntry again = bench.open(rules, named("7"), owner);
        assertThat(again.transaction().awaitTurn()).isEqualTo(Turn.NOW);
        assertThat(again.transaction().step()).as("the client may repeat it").isEqualTo(2);
    }

    @Test
    void shouldBoundTheLine() {
        TransactionRules limited = new TransactionRules(
                Identification.NAMED_HEADER,
                "X-Order",
                List.of(),
                false,
                Duration.ofMinutes(5),
                new Limits(9, 1, 9, 9));
        JournalRules rules = rules(FailSafe.STRICT, limited);
        assertThat(bench.open(rules, named("7"), owner).transaction().awaitTurn())
                .isEqualTo(Turn.NOW);
        assertThat(bench.open(rules, named("7"), owner).transaction().awaitTurn())
                .isEqualTo(Turn.LATER);
        assertThat(bench.open(rules, named("7"), owner).transaction().awaitTurn())
                .isEqualTo(Turn.NEVER);
    }

    @Test
    void shouldBoundTheTableAndLetTheLongestIdleGiveWay() {
        TransactionRules limited = new TransactionRules(
                Identification.NAMED_HEADER,
                "X-Order",
                List.of(),
                false,
                Duration.ofMinutes(5),
                new Limits(2, 9, 9, 9));
        JournalRules rules = rules(FailSafe.STRICT, limited);
        step(turn(bench.open(rules, named("a"), owner)), "s1");
        step(turn(bench.open(rules, named("b"), owner)), "s2");
        step(turn(bench.open(rules, named("c"), owner)), "s3");
        assertThat(bench.journal.transactions(9)).extracting(t -> t.server()).containsExactly("s2", "s3");
        turn(bench.open(rules, named("b"), owner));
        turn(bench.open(rules, named("c"), owner));
        assertThat(bench.open(rules, named("d"), owner).transaction().awaitTurn())
                .as("all are busy")
                .isEqualTo(Turn.NEVER);
    }

    @Test
    void shouldForgetAnIdleTransaction() {
        JournalRules rules = rules(FailSafe.STRICT, Identification.NAMED_HEADER, "X-Order", false);
        step(turn(bench.open(rules, named("a"), owner)), "s1");
        bench.nanos += Duration.ofMinutes(4).toNanos();
        bench.journal.tick();
        assertThat(bench.journal.transactions(9)).hasSize(1);
        bench.nanos += Duration.ofMinutes(2).toNanos();
        bench.journal.tick();
        assertThat(bench.journal.transactions(9)).isEmpty();
    }

    @Test
    void shouldForgetATransactionAfterItsLastStep() {
        JournalRules rules = rules(FailSafe.STRICT, Identification.NAMED_HEADER, "X-Order", false);
        JournalEntry entry = turn(bench.open(rules, named("a"), owner));
        entry.transaction().last();
        step(entry, "s1");
        assertThat(bench.journal.transactions(9)).isEmpty();
    }

    @Test
    void shouldBelieveOnlyNamesThatItSigned() {
        JournalRules rules = rules(FailSafe.STRICT, Identification.COOKIE, "NTXN", false);
        JournalEntry first = turn(bench.open(rules, post(null), owner));
        String name = first.transaction().announcement();
        step(first, "s1");
        assertThat(bench.open(rules, post("a=b; NTXN=" + name), owner)
                        .transaction()
                        .server())
                .isEqualTo("s1");
        String forged = name.substring(0, name.length() - 1) + (name.endsWith("A") ? "B" : "A");
        JournalEntry stranger = bench.open(rules, post("NTXN=" + forged), owner);
        assertThat(stranger.transaction().server()).isNull();
        assertThat(stranger.transaction().announcement()).isNotNull().isNotEqualTo(name);
        JournalEntry elsewhere =
                bench.journal.forVirtualServer("other", rules).open(post("NTXN=" + name), owner, bench.nanos);
        assertThat(elsewhere.transaction().id())
                .as("a name is of one virtual server")
                .isNotEqualTo(first.transaction().id());
    }

    @Test
    void shouldFindTheNameInThePathAndOnlyOnTransactionRoutes() {
        TransactionRules byPath = new TransactionRules(
                Identification.PATH,
                "/orders/([^/?]+)",
                List.of("/orders"),
                false,
                Duration.ofMinutes(5),
                Limits.DEFAULT);
        JournalRules rules = rules(FailSafe.STRICT, byPath);
        assertThat(bench.open(rules, new TestRequest("POST", "/orders/77/pay"), owner)
                        .transaction()
                        .id())
                .isEqualTo("77");
        assertThat(bench.open(rules, new TestRequest("POST", "/orders"), owner).transaction())
                .isNull();
        assertThat(bench.open(rules, new TestRequest("POST", "/ordersheet/77"), owner)
                        .transaction())
                .isNull();
    }

    @Test
    void shouldRebuildConfirmedStepsOnTheNewServer() {
        JournalRules rules = rules(FailSafe.PAPER, Identification.NAMED_HEADER, "X-Order", true);
        JournalEntry one = turn(bench.open(rules, named("7").with("body", "1"), owner));
        one.append(ByteBuffer.wrap(new byte[] {1}));
        one.whole();
        step(one, "s1", new ReplyFacts(200, List.of("JSESSIONID=abc; Path=/"), null));
        JournalEntry two = turn(bench.open(rules, named("7").with("body", "2"), owner));
        two.append(ByteBuffer.wrap(new byte[] {2}));
        two.whole();
        step(two, "s1", ReplyFacts.of(201));
        JournalEntry three = turn(bench.open(rules, named("7"), owner));
        three.assigned("s1");
        assertThat(three.transaction().rebuild()).isEmpty();
        three.sending();
        assertThat(three.failed(FailureCause.RESET, true, 0).replays()).isTrue();
        three.assigned("s2");
        List<KeptStep> steps = three.transaction().rebuild();
        assertThat(steps).extracting(KeptStep::step).containsExactly(1, 2);
        assertThat(bench.read(steps.get(0).reader())).containsExactly(1);
        assertThat(bench.read(steps.get(1).reader())).containsExactly(2);
        assertThat(steps.get(0).matches(204, List.of("JSESSIONID=xyz; Path=/"))).isTrue();
        assertThat(steps.get(1).matches(500, List.of()))
                .as("it answers otherwise")
                .isFalse();
        assertThat(three.transaction().cookies("a=1; JSESSIONID=abc")).isEqualTo("a=1; JSESSIONID=xyz");
        three.sending();
        assertThat(three.transaction().rebuild()).as("done").isEmpty();
    }

    @Test
    void shouldNotRebuildWhatMustNotBeSentTwice() {
        JournalRules rules = rules(FailSafe.STRICT, Identification.NAMED_HEADER, "X-Order", true);
        step(turn(bench.open(rules, named("7"), owner)), "s1");
        JournalEntry two = turn(bench.open(rules, new TestRequest("GET", "/x").with("X-Order", "7"), owner));
        two.assigned("s1");
        Verdict verdict = two.failed(FailureCause.CONNECT_FAILED, true, 0);
        assertThat(verdict).isEqualTo(new Verdict(Action.FAIL_502, Reason.REBUILD_IMPOSSIBLE, false, false));
    }

    @Test
    void shouldKeepNoMoreOfATransactionThanAllowedAndSaySo() {
        TransactionRules small = new TransactionRules(
                Identification.NAMED_HEADER,
                "X-Order",
                List.of(),
                true,
                Duration.ofMinutes(5),
                new Limits(9, 9, 9, 300));
        JournalRules rules = rules(FailSafe.PAPER, small);
        for (int i = 0; i < 4; i++) {
            JournalEntry entry = turn(bench.open(rules, named("7"), owner));
            entry.append(ByteBuffer.allocate(100));
            entry.whole();
            step(entry, "s1");
        }
        assertThat(bench.journal.statistics().givenUp()).containsEntry("TRANSACTION_TOO_LARGE", 1L);
        assertThat(bench.journal.statistics().memoryBytes()).isZero();
        JournalEntry last = turn(bench.open(rules, named("7"), owner));
        last.assigned("s1");
        assertThat(last.failed(FailureCause.CONNECT_FAILED, true, 0).reason()).isEqualTo(Reason.REBUILD_IMPOSSIBLE);
    }

    @Test
    void shouldSayWhenATransactionGoesOnElsewhereBetweenItsSteps() {
        JournalRules rules = rules(FailSafe.PAPER, Identification.NAMED_HEADER, "X-Order", false);
        step(turn(bench.open(rules, named("7"), owner)), "s1");
        step(turn(bench.open(rules, named("7"), owner)), "s2");
        assertThat(bench.events.messages())
                .containsExactly(
                        "Detecting Broken Transaction 1 on s1 in step 2: it takes no work",
                        "Continuing Transaction 1 on s2");
        assertThat(bench.open(rules, named("7"), owner).transaction().server())
                .as("re-bound for good")
                .isEqualTo("s2");
    }

    @Test
    void shouldAbortAndResendAtAnOperatorsWish() {
        JournalRules rules = rules(FailSafe.PAPER, Identification.NAMED_HEADER, "X-Order", false);
        JournalEntry one = turn(bench.open(rules, named("7"), owner));
        TestOwner waiting = new TestOwner();
        JournalEntry two = bench.open(rules, named("7"), waiting);
        two.transaction().awaitTurn();
        one.assigned("s1");
        one.sending();
        assertThat(bench.journal.resendTransaction(1)).isTrue();
        assertThat(owner.interrupts).hasValue(1);
        assertThat(one.failed(FailureCause.OPERATOR, true, 0).replays()).isTrue();
        assertThat(bench.journal.abortTransaction(1)).isTrue();
        assertThat(owner.interrupts).hasValue(2);
        assertThat(waiting.turns).hasValue(1);
        assertThat(two.transaction().awaitTurn()).isEqualTo(Turn.NEVER);
        assertThat(bench.journal.abortTransaction(1)).isFalse();
    }

    @Test
    void shouldShowOpenTransactions() {
        JournalRules rules = rules(FailSafe.PAPER, Identification.NAMED_HEADER, "X-Order", false);
        step(turn(bench.open(rules, named("order-number-7"), owner)), "s1");
        JournalEntry two = turn(bench.open(rules, named("order-number-7"), owner));
        two.assigned("s1");
        assertThat(bench.journal.transactions(9)).singleElement().satisfies(t -> {
            assertThat(t.name()).isEqualTo("order-nu");
            assertThat(t.confirmedSteps()).isEqualTo(1);
            assertThat(t.inFlight()).isTrue();
            assertThat(t.attempts()).isEqualTo(1);
            assertThat(t.server()).isEqualTo("s1");
        });
    }

    private static JournalRules rules(FailSafe failSafe, Identification by, String name, boolean rebuild) {
        return rules(
                failSafe, new TransactionRules(by, name, List.of(), rebuild, Duration.ofMinutes(5), Limits.DEFAULT));
    }

    private static JournalRules rules(FailSafe failSafe, TransactionRules transactions) {
        return new JournalRules(failSafe, false, List.of(), 3, Duration.ofMinutes(1), 1 << 20, 100, 1000, transactions);
    }

    private static JournalEntry turn(JournalEntry entry) {
        assertThat(entry.transaction().awaitTurn()).isEqualTo(Turn.NOW);
        return entry;
    }

    private static void step(JournalEntry entry, String server) {
        step(entry, server, ReplyFacts.of(200));
    }

    private static void step(JournalEntry entry, String server, ReplyFacts reply) {
        entry.transaction().awaitTurn();
        entry.assigned(server);
        entry.sending();
        entry.sentAll();
        entry.replyBegan();
        entry.delivering(reply);
        entry.confirmed(0);
    }

    private static TestRequest post(String cookie) {
        TestRequest request = new TestRequest("POST", "/step");
        return cookie == null ? request : request.with("Cookie", cookie);
    }

    private static TestRequest named(String order) {
        return new TestRequest("POST", "/step").with("X-Order", order);
    }
}

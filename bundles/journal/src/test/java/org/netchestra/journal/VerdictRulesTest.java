package org.netchestra.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.MethodClass;
import org.netchestra.api.journal.Progress;
import org.netchestra.api.journal.Verdict;
import org.netchestra.api.journal.Verdict.Action;
import org.netchestra.api.journal.Verdict.Reason;

final class VerdictRulesTest {

    private static final int SITUATIONS = 3 * 3 * 5 * (1 << 10);

    @Test
    void shouldDecideAllVectors() throws Exception {
        JsonNode vectors;
        try (InputStream in = VerdictRulesTest.class.getResourceAsStream("txn_decisions.json")) {
            vectors = new ObjectMapper().readTree(in);
        }
        assertThat(vectors).hasSize(65);
        for (JsonNode vector : vectors) {
            Verdict verdict = VerdictRules.of(situation(vector));
            assertThat(verdict.replays() ? "replay" : "fail")
                    .as(vector.toString())
                    .isEqualTo(vector.get("verdict").asText());
        }
    }

    private static Situation situation(JsonNode v) {
        return new Situation(
                FailSafe.valueOf(v.get("mode").asText().toUpperCase(Locale.ROOT)),
                MethodClass.of(v.get("method").asText()),
                v.path("keyed").asBoolean(false),
                false,
                Progress.valueOf(v.get("progress").asText()),
                v.path("not_applied").asBoolean(false),
                v.path("client_gone").asBoolean(false),
                v.path("live").asInt(1) > 0,
                v.path("attempts").asInt(1) < 3,
                true,
                v.path("body_kept").asBoolean(true),
                true,
                true,
                false);
    }

    @Test
    void shouldNeverAskForWhatNeedNotBeKept() {
        for (Situation s : everySituation()) {
            boolean unproven = s.progress() != Progress.NOT_SENT && !s.notApplied();
            if (unproven
                    && !Situation.unanswered(s.failSafe(), s.method(), s.keyed(), s.declared())
                            .mayBeRepeated()) {
                assertThat(VerdictRules.of(s).replays()).as(s.toString()).isFalse();
            }
        }
    }

    @Test
    void shouldAgreeWithTheReferenceInEverySituation() {
        List<Situation> all = everySituation();
        assertThat(all).hasSize(SITUATIONS);
        for (Situation s : all) {
            Verdict verdict = VerdictRules.of(s);
            assertThat(verdict.action() + " " + verdict.reason())
                    .as(s.toString())
                    .isEqualTo(reference(s));
        }
    }

    /** The same rules the other way round: what stands against each verdict, gathered first and weighed afterwards. */
    private static String reference(Situation s) {
        boolean harmless = s.progress() == Progress.NOT_SENT || s.notApplied();
        String why = s.progress() == Progress.NOT_SENT
                ? "NOT_SENT"
                : s.notApplied()
                        ? "NOT_APPLIED"
                        : s.method() != MethodClass.OTHER
                                ? "IDEMPOTENT"
                                : s.keyed() ? "KEYED" : s.declared() ? "DECLARED" : "AT_LEAST_ONCE";
        boolean allowed = switch (s.failSafe()) {
            case OFF -> harmless;
            case STRICT -> !why.equals("AT_LEAST_ONCE");
            case PAPER -> true;
        };
        List<String> verdicts = new ArrayList<>();
        add(verdicts, s.progress() == Progress.CLIENT_STARTED, "ABORT CLIENT_STARTED");
        add(verdicts, s.clientGone(), "DROP CLIENT_GONE");
        add(verdicts, !s.otherServer(), "FAIL_503 NO_SERVER");
        add(verdicts, !s.attemptsLeft(), "FAIL_502 ATTEMPTS");
        add(verdicts, !s.timeLeft(), "FAIL_502 DEADLINE");
        add(verdicts, !s.kept(), "FAIL_502 BODY_NOT_KEPT");
        add(verdicts, !s.rebuildable(), "FAIL_502 REBUILD_IMPOSSIBLE");
        add(verdicts, !allowed && s.failSafe() == FailSafe.OFF, "FAIL_502 FAIL_SAFE_OFF");
        add(verdicts, !allowed, "OUTCOME_UNKNOWN NOT_REPLAYABLE");
        add(verdicts, !harmless && !s.budgetLeft(), "FAIL_502 BUDGET");
        add(verdicts, true, "REPLAY " + why);
        return verdicts.get(0);
    }

    private static void add(List<String> verdicts, boolean applies, String verdict) {
        if (applies) {
            verdicts.add(verdict);
        }
    }

    @Test
    void shouldNeverRiskASecondApplicationInStrictMode() {
        for (Situation s : everySituation()) {
            boolean risky = s.method() == MethodClass.OTHER
                    && !s.keyed()
                    && !s.declared()
                    && s.progress() != Progress.NOT_SENT
                    && !s.notApplied();
            if (risky && s.failSafe() != FailSafe.PAPER) {
                assertThat(VerdictRules.of(s).replays()).as(s.toString()).isFalse();
            }
        }
    }

    @Test
    void shouldNeverReplayWhatTheClientHasSeenOrNobodyWaitsFor() {
        for (Situation s : everySituation()) {
            if (s.progress() == Progress.CLIENT_STARTED || s.clientGone() || !s.kept()) {
                assertThat(VerdictRules.of(s).replays()).as(s.toString()).isFalse();
            }
        }
    }

    @Test
    void shouldSayWheneverTheOutcomeIsUnknown() {
        for (Situation s : everySituation()) {
            boolean sent = s.progress() != Progress.NOT_SENT;
            boolean proved = s.notApplied() && s.progress() != Progress.CLIENT_STARTED;
            boolean unknown = s.method() != MethodClass.SAFE && (s.appliedBefore() || (sent && !proved));
            assertThat(VerdictRules.of(s).outcomeUnknown()).as(s.toString()).isEqualTo(unknown);
        }
    }

    @Test
    void shouldMarkOnlyThePapersOwnReplaysAsAtLeastOnce() {
        for (Situation s : everySituation()) {
            Verdict verdict = VerdictRules.of(s);
            assertThat(verdict.atLeastOnce()).isEqualTo(verdict.replays() && verdict.reason() == Reason.AT_LEAST_ONCE);
            if (verdict.atLeastOnce()) {
                assertThat(s.failSafe()).isEqualTo(FailSafe.PAPER);
            }
        }
    }

    @Test
    void shouldNotChargeTheBudgetForWhatReachedNoServer() {
        for (Situation s : everySituation()) {
            if (VerdictRules.of(s).reason() == Reason.BUDGET) {
                assertThat(s.certainlyNotApplied()).as(s.toString()).isFalse();
            }
        }
    }

    @Test
    void shouldSendAgainAfterADeathOnlyWhatSomebodyCanAskAbout() {
        for (FailSafe mode : FailSafe.values()) {
            for (MethodClass method : MethodClass.values()) {
                for (Progress progress : Progress.values()) {
                    for (int bits = 0; bits < 8; bits++) {
                        recovered(mode, method, progress, bits);
                    }
                }
            }
        }
    }

    private static void recovered(FailSafe mode, MethodClass method, Progress progress, int bits) {
        boolean keyed = (bits & 1) != 0;
        boolean declared = (bits & 2) != 0;
        boolean whole = (bits & 4) != 0;
        Verdict verdict = RecoveryRules.of(mode, method, keyed, declared, progress, whole);
        boolean harmless = method == MethodClass.IDEMPOTENT || keyed || declared || mode == FailSafe.PAPER;
        boolean expected = mode != FailSafe.OFF
                && progress != Progress.CLIENT_STARTED
                && whole
                && method != MethodClass.SAFE
                && harmless;
        assertThat(verdict.action())
                .as("%s %s %s keyed %s declared %s whole %s", mode, method, progress, keyed, declared, whole)
                .isEqualTo(expected ? Action.REPLAY : Action.DROP);
    }

    private static List<Situation> everySituation() {
        List<Situation> all = new ArrayList<>(SITUATIONS);
        for (FailSafe mode : FailSafe.values()) {
            for (MethodClass method : MethodClass.values()) {
                for (Progress progress : Progress.values()) {
                    for (int b = 0; b < 1 << 10; b++) {
                        all.add(new Situation(
                                mode,
                                method,
                                is(b, 0),
                                is(b, 1),
                                progress,
                                is(b, 2),
                                is(b, 3),
                                is(b, 4),
                                is(b, 5),
                                is(b, 6),
                                is(b, 7),
                                is(b, 8),
                                is(b, 9),
                                (b * 31 + progress.ordinal()) % 2 == 0));
                    }
                }
            }
        }
        return all;
    }

    private static boolean is(int bits, int index) {
        return (bits >>> index & 1) != 0;
    }
}

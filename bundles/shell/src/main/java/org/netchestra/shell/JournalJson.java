package org.netchestra.shell;

import static javax.json.Json.createObjectBuilder;

import java.util.Map;
import java.util.TreeMap;
import javax.json.JsonObject;
import javax.json.JsonObjectBuilder;
import org.netchestra.api.journal.JournalStatistics;
import org.netchestra.api.journal.TransactionStatus;

/** What the journal says, as JSON. */
final class JournalJson {

    private JournalJson() {}

    static JsonObject of(JournalStatistics s) {
        return createObjectBuilder()
                .add("passed", s.passed())
                .add("opened", s.opened())
                .add("inFlight", s.inFlight())
                .add("confirmed", s.confirmed())
                .add("failed", s.failed())
                .add("abandoned", s.abandoned())
                .add("replays", counts(s.replays()))
                .add("failures", counts(s.failures()))
                .add("givenUp", counts(s.givenUp()))
                .add("outcomesUnknown", s.outcomesUnknown())
                .add("unconfirmedReplies", s.unconfirmedReplies())
                .add("memoryBytes", s.memoryBytes())
                .add("diskBytes", s.diskBytes())
                .add("storedReplies", s.storedReplies())
                .add("transactions", s.transactions())
                .add("recovered", s.recovered())
                .add("tornRecords", s.tornRecords())
                .add("writeErrors", s.writeErrors())
                .build();
    }

    private static JsonObject counts(Map<String, Long> byReason) {
        JsonObjectBuilder counts = createObjectBuilder();
        new TreeMap<>(byReason).forEach(counts::add);
        return counts.build();
    }

    static JsonObject of(TransactionStatus t) {
        return createObjectBuilder()
                .add("number", t.number())
                .add("name", t.name())
                .add("virtualServer", t.virtualServer())
                .add("server", t.server())
                .add("confirmedSteps", t.confirmedSteps())
                .add("inFlight", t.inFlight())
                .add("waiting", t.waiting())
                .add("attempts", t.attempts())
                .add("replays", t.replays())
                .add("ageNanos", t.ageNanos())
                .add("idleNanos", t.idleNanos())
                .build();
    }
}

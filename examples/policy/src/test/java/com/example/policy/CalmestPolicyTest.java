package com.example.policy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.netchestra.conformance.ConformanceReport;
import org.netchestra.conformance.PolicyConformance;

final class CalmestPolicyTest {

    @Test
    void shouldKeepTheRulesThatEveryPolicyMustKeep() {
        ConformanceReport report = PolicyConformance.of("calmest", new CalmestPolicy()).run();

        assertTrue(report.conforms(), report.toString());
    }

    @Test
    void shouldKeepThemWithItsOptionToo() {
        ConformanceReport report = PolicyConformance.of("calmest", new CalmestPolicy())
                .options(Map.of("spare", "20"))
                .run();

        assertTrue(report.conforms(), report.toString());
    }
}

package org.netchestra.workload.bench;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * A peer's configuration with its variables filled in: <code>${name}</code> is replaced when it is known (other dollar
 * signs are the peer's own), a line that starts with {@code @log } is there only with access logs, one with
 * {@code @plain } only without.
 */
final class Template {
    private Template() {}

    static String fill(String template, Map<String, String> variables, boolean accessLog) {
        String kept = accessLog ? "@log " : "@plain ";
        String text = template.lines()
                .map(line -> line.startsWith(kept) ? line.substring(kept.length()) : line)
                .filter(line -> !line.startsWith("@log ") && !line.startsWith("@plain "))
                .collect(Collectors.joining("\n", "", "\n"));
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            text = text.replace("${" + variable.getKey() + "}", variable.getValue());
        }
        return text;
    }
}

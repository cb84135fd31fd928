package org.netchestra.experiments.paper001;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What real servers have executed, by the ledger each of them writes before it answers. Not thread-safe. */
final class Ledgers {

    private final Map<String, Path> files = new TreeMap<>();

    /** Names the file of a server's ledger. */
    void add(String server, Path file) {
        files.put(server, file);
    }

    /** How many POSTs of requests whose id begins so were executed more than once. */
    long repeatedPosts(String idPrefix) throws IOException {
        Map<String, Integer> times = new HashMap<>();
        for (Path ledger : files.values()) {
            for (String line : Files.readAllLines(ledger)) {
                String[] words = line.split(" ", 3);
                if (words[0].startsWith(idPrefix) && words[1].equals("POST")) {
                    times.merge(words[0], 1, Integer::sum);
                }
            }
        }
        return times.values().stream().filter(count -> count > 1).count();
    }

    /**
     * Who executed the requests whose target contains a text, in the order of the servers' names; one that was executed twice is
     * there twice.
     */
    List<String> executed(String inTarget) throws IOException {
        List<String> servers = new ArrayList<>();
        for (Map.Entry<String, Path> ledger : files.entrySet()) {
            for (String line : Files.readAllLines(ledger.getValue())) {
                if (line.contains(inTarget)) {
                    servers.add(ledger.getKey());
                }
            }
        }
        return servers;
    }
}

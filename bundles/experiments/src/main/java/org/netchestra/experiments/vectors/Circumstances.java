package org.netchestra.experiments.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the name of an LVS pick tells beside its policy, in any order: {@code sh_weighted_3_1_2}, {@code
 * pick_port_4711_B_down_no_fallback}.
 *
 * @param weights of the servers A, B, C, ...; empty when none are told
 * @param port the client's, which counts for the hash; -1 when it does not
 * @param down the servers that are down
 * @param fallback whether another server may stand in
 */
record Circumstances(List<Integer> weights, int port, Set<String> down, boolean fallback) {

    /** @throws MalformedVectorException when the words mean nothing */
    static Circumstances of(String field) {
        String[] words = field.split("_", -1);
        List<Integer> weights = new ArrayList<>();
        int port = -1;
        Set<String> down = new HashSet<>();
        boolean fallback = false;
        int at = 1;
        while (at < words.length) {
            String word = words[at++];
            if (word.equals("weighted") && at < words.length) {
                while (at < words.length && words[at].matches("\\d{1,5}")) {
                    weights.add(Integer.parseInt(words[at++]));
                }
            } else if (word.equals("port") && at < words.length && words[at].matches("\\d{1,5}")) {
                port = Integer.parseInt(words[at++]);
            } else if (word.equals("no") && at < words.length && words[at].equals("fallback")) {
                at++;
            } else if (word.equals("fallback")) {
                fallback = true;
            } else if (at < words.length && words[at].matches("down|up")) {
                if (words[at++].equals("down")) {
                    down.add(word);
                }
            } else {
                throw new MalformedVectorException(
                        field + " (expected: words such as weighted_3_1_2, port_80, B_down, no_fallback)");
            }
        }
        return new Circumstances(weights, port, down, fallback);
    }

    /** The policy's options by name and value in turn. */
    String[] options(String policy, String... more) {
        List<String> options = new ArrayList<>(Arrays.asList(more));
        if (port >= 0) {
            options.addAll(List.of(policy + "-port", "true"));
        }
        if (fallback) {
            options.addAll(List.of(policy + "-fallback", "true"));
        }
        return options.toArray(new String[0]);
    }

    /** The weights of so many servers: 1 without any, the last for all that follow. */
    int[] weightsOf(int servers) {
        return IntStream.range(0, servers)
                .map(server -> weights.isEmpty() ? 1 : weights.get(Math.min(server, weights.size() - 1)))
                .toArray();
    }

    /** The client as these circumstances hash it. */
    byte[] client(byte[] address) {
        return AddressHashFormat.endpoint(address, Math.max(0, port));
    }
}

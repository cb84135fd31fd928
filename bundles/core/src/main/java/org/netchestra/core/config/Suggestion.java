package org.netchestra.core.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Guesses what a mistyped word was meant to be. */
public final class Suggestion {

    private Suggestion() {}

    /** {@code ; did you mean 'x'?} for the closest known word, or nothing when none is close. */
    public static String forWord(String word, Collection<String> known) {
        String best = closest(word, known);
        return best == null ? "" : "; did you mean '" + best + "'?";
    }

    private static @Nullable String closest(String word, Collection<String> known) {
        String best = null;
        int bestDistance = Math.max(1, word.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(word, candidate);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    /** Levenshtein's edit distance. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}

package org.netchestra.core.config;

import java.util.ArrayList;
import java.util.List;

/** Parts a value at its blanks; text in double quotes is one word. Confined to one reading. */
final class Words {

    private final List<String> words = new ArrayList<>();
    private int next;
    private boolean quoteOpen;

    Words(String text) {
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoteOpen = !quoteOpen;
                begun = true;
            } else if (Character.isWhitespace(c) && !quoteOpen) {
                end(word, begun);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        end(word, begun);
    }

    private void end(StringBuilder word, boolean begun) {
        if (begun) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    /** Whether the last quote was not closed. */
    boolean quoteOpen() {
        return quoteOpen;
    }

    boolean contains(String word) {
        return words.contains(word);
    }

    boolean hasNext() {
        return next < words.size();
    }

    /** The next word; empty behind the last. */
    String next() {
        return hasNext() ? words.get(next++) : "";
    }

    /** All words that are left. */
    List<String> rest() {
        List<String> rest = List.copyOf(words.subList(next, words.size()));
        next = words.size();
        return rest;
    }

    /** The next word, which stays the next. */
    String peek() {
        return hasNext() ? words.get(next) : "";
    }
}

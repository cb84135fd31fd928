package org.netchestra.experiments.vectors;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Servers that vectors name by a word and a number from 1 on, without saying how many there are. */
final class Numbered {

    private Numbered() {}

    /** The highest number that follows the word anywhere in some vectors; 0 when none does. */
    static int highest(String word, Collection<Fields> vectors) {
        Matcher names = Pattern.compile("\\b" + word + "(\\d+)(?![0-9])").matcher(vectors.toString());
        int highest = 0;
        while (names.find()) {
            highest = Math.max(highest, Integer.parseInt(names.group(1)));
        }
        return highest;
    }
}

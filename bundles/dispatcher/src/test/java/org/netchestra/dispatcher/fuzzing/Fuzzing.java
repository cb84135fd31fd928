package org.netchestra.dispatcher.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Runs a check on random inputs: for some seconds from the same seed each time, so that nobody's build fails by chance; with
 * {@code -Dnetchestra.fuzz.seconds} as long as that says, from a new seed. It is printed; {@code -Dnetchestra.fuzz.seed} repeats it.
 */
public final class Fuzzing {

    private static final long SECONDS = Long.getLong("netchestra.fuzz.seconds", 3);
    private static final long USUAL_SEED = 20_261_121;

    private Fuzzing() {}

    /**
     * Fails when one input fails, or when all are accepted or none is: then the inputs are no good.
     *
     * @param check makes an input, throws when what became of it is wrong, and says whether it was accepted
     */
    public static void run(String what, Predicate<Random> check) {
        long seed = Long.getLong("netchestra.fuzz.seed", usualSeed());
        System.out.println("fuzz " + what + ": seed " + seed);
        Random random = new Random(seed);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        int runs = 0;
        int accepted = 0;
        while (System.nanoTime() < end) {
            accepted += check.test(random) ? 1 : 0;
            runs++;
        }
        System.out.println("fuzz " + what + ": " + runs + " inputs, " + accepted + " accepted");
        assertThat(accepted).isPositive().isLessThan(runs);
    }

    private static long usualSeed() {
        return isLong() ? System.nanoTime() : USUAL_SEED;
    }

    /** Whether there is time for all there is to try. */
    public static boolean isLong() {
        return Long.getLong("netchestra.fuzz.seconds") != null;
    }

    /** Changes a text at up to three places. */
    public static String mutated(Random random, String text, String... pieces) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(out.length() + 1);
            int to = Math.min(out.length(), at + random.nextInt(random.nextInt(10) == 0 ? 40 : 3));
            switch (random.nextInt(5)) {
                case 0 -> out.delete(at, to);
                case 1 -> out.insert(at, pieces[random.nextInt(pieces.length)]);
                case 2 -> out.replace(at, to, pieces[random.nextInt(pieces.length)]);
                case 3 -> out.insert(at, out.substring(at, to));
                default -> out.insert(at, (char) random.nextInt(256));
            }
            if (out.isEmpty()) {
                out.append('x');
            }
        }
        return out.toString();
    }

    /** Shows line ends. */
    public static String shown(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }
}

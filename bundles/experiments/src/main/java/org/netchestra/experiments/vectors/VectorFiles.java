package org.netchestra.experiments.vectors;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs files of test vectors, a line for each check. Not thread-safe.
 *
 * <p>A file is one case or a list of cases; each case's format is told by its members.
 */
public final class VectorFiles {

    private final List<Format> formats;
    private final PrintStream out;
    private final Verdicts verdicts;

    public VectorFiles(PrintStream out) {
        this.out = out;
        verdicts = new Verdicts(out);
        Policies policies = new Policies();
        formats = new ArrayList<>(List.of(
                new SequenceFormat(policies),
                new LeastFormat(policies),
                new TwosFormat(),
                new AddressHashFormat(policies),
                new LvsMaglevFormat(policies),
                new LocalityFormat(policies),
                new UrlHashFormat(policies),
                new JumpFormat(),
                new CarpFormat(policies),
                new AssignmentFormat(policies),
                new BoundedFormat(policies),
                new PeakEwmaFormat(policies),
                new WeightFormat(policies),
                new LardFormat(policies),
                new VerdictFormat()));
        formats.addAll(List.of(UnsupportedFormat.values()));
    }

    /**
     * Runs a file's cases.
     *
     * @throws IOException when the file cannot be read or is no JSON
     */
    public void run(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        Object json = read(file);
        if (json instanceof List<?> cases) {
            for (int index = 0; index < cases.size(); index++) {
                run(cases.get(index), name + "[" + index + "]");
            }
        } else {
            run(json, name);
        }
    }

    private static @Nullable Object read(Path file) throws IOException {
        try {
            return Json.parse(Files.readString(file));
        } catch (MalformedInputException notText) {
            throw new IOException("not a text in UTF-8", notText);
        } catch (IllegalArgumentException malformed) {
            throw new IOException("not JSON: " + malformed.getMessage(), malformed);
        }
    }

    private void run(@Nullable Object json, String place) {
        verdicts.at(place);
        if (!Fields.isObject(json)) {
            verdicts.malformed(json + " (expected: an object)");
            return;
        }
        Fields vector = Fields.of(json);
        for (Format format : formats) {
            if (format.recognises(vector)) {
                run(format, vector, place);
                return;
            }
        }
        verdicts.malformed("members " + vector.names() + " (expected: those of a known format)");
    }

    private void run(Format format, Fields vector, String place) {
        try {
            verdicts.at(place + " " + format.name(vector));
            int before = verdicts.passed() + verdicts.failed();
            format.run(vector, verdicts);
            if (verdicts.passed() + verdicts.failed() == before) {
                verdicts.malformed("nothing to check in members " + vector.names());
            }
        } catch (RuntimeException brokenCaseOrPolicy) {
            verdicts.malformed(message(brokenCaseOrPolicy));
        }
    }

    /** What a vector or its options lack is told in words; any other failure is the product's own and keeps its name. */
    private static String message(RuntimeException failure) {
        return failure instanceof MalformedVectorException || failure instanceof IllegalArgumentException
                ? String.valueOf(failure.getMessage())
                : failure.toString();
    }

    /** Prints how many checks passed and failed. */
    public void summary() {
        int missing = verdicts.notSupported();
        String why =
                missing == 0 ? "" : ", " + missing + " of them not supported yet: no part of the product does that";
        out.printf("%d passed, %d failed%s%n", verdicts.passed(), verdicts.failed(), why);
    }

    /** Whether any check failed so far. */
    public boolean failed() {
        return verdicts.failed() > 0;
    }
}

package org.netchestra.experiments.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.netchestra.experiments.vectors.VectorFiles;

/** {@code vectors FILE...}: runs test vectors through the policies; 0 all passed, 1 some failed, 2 some cannot be read. */
final class VectorsCommand {

    private VectorsCommand() {}

    static int run(PrintStream out, PrintStream err, String... files) {
        if (files.length == 0) {
            err.println("usage: vectors FILE...");
            return Main.USAGE;
        }
        VectorFiles vectors = new VectorFiles(out);
        boolean unreadable = false;
        for (String file : files) {
            try {
                vectors.run(Path.of(file));
            } catch (NoSuchFileException missing) {
                unreadable = true;
                err.println(file + ": no such file");
            } catch (IOException | IllegalArgumentException e) {
                unreadable = true;
                err.println(file + ": cannot be read: " + e.getMessage());
            }
        }
        vectors.summary();
        return unreadable ? Main.USAGE : vectors.failed() ? Main.FAILURE : Main.SUCCESS;
    }
}

package org.netchestra.access.osgi;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The process's own standard output, past the log and past whichever shell is open in this thread. */
final class ProcessOutput {

    private ProcessOutput() {}

    static void print(String text) throws IOException {
        // Not closed: the descriptor is the process's.
        @SuppressWarnings("resource")
        FileOutputStream output = new FileOutputStream(FileDescriptor.out);
        output.write(text.getBytes(StandardCharsets.UTF_8));
    }
}

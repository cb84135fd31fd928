package org.netchestra.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import org.netchestra.core.os.PipeSizer;

/**
 * Pipes as large as every user may have them by default ({@code /proc/sys/fs/pipe-max-size}), by fcntl(2). A user whose pipes take
 * more than {@code /proc/sys/fs/pipe-user-pages-soft} already gets no larger ones; they stay as they are then. Thread-safe.
 */
public final class LargePipes implements PipeSizer {

    /** What the kernel allows without privilege unless an administrator says otherwise. */
    private static final int WANTED = 1 << 20;

    // uapi/linux/fcntl.h
    private static final int F_SETPIPE_SZ = 1031;
    private static final int F_GETPIPE_SZ = 1032;

    /** The C library, as far as it is needed here. */
    private interface CLibrary extends Library {

        /** fcntl(2), of which the commands used here take a number. */
        int fcntl(int descriptor, int command, int argument) throws LastErrorException;
    }

    private final CLibrary c;

    /**
     * Loads the C library and looks whether a pipe can be asked for its size.
     *
     * @throws IllegalStateException when this is no Linux, or native code cannot be loaded: why
     */
    public LargePipes() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            throw new IllegalStateException(
                    "operating system: " + System.getProperty("os.name") + " (expected: Linux)");
        }
        try {
            c = Native.load("c", CLibrary.class);
        } catch (LinkageError unloadable) {
            throw new IllegalStateException("JNA cannot load its native code: " + unloadable.getMessage(), unloadable);
        }
    }

    @Override
    public int enlarge(int pipe) {
        try {
            return c.fcntl(pipe, F_SETPIPE_SZ, WANTED);
        } catch (LastErrorException refused) {
            return size(pipe);
        }
    }

    private int size(int pipe) {
        try {
            return c.fcntl(pipe, F_GETPIPE_SZ, 0);
        } catch (LastErrorException unknown) {
            return ORDINARY;
        }
    }
}

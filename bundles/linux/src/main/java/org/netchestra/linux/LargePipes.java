package org.netchestra.linux;

import com.sun.jna.LastErrorException;
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

    private final CLibrary c;

    /**
     * Loads the C library.
     *
     * @throws IllegalStateException when this is no Linux, or native code cannot be loaded: why
     */
    public LargePipes() {
        c = CLibrary.load();
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

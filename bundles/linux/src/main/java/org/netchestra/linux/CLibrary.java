package org.netchestra.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;

/** The C library of Linux, as far as it is needed here. Numbers called {@code long} are {@code size_t} of a 64-bit system. */
interface CLibrary extends Library {

    /** fcntl(2), of which the commands used here take a number. */
    int fcntl(int descriptor, int command, int argument) throws LastErrorException;

    /** sched_getaffinity(2) of a thread; 0 for the calling one. */
    int sched_getaffinity(int thread, long size, byte[] mask) throws LastErrorException;

    /** sched_setaffinity(2) of a thread; 0 for the calling one. */
    int sched_setaffinity(int thread, long size, byte[] mask) throws LastErrorException;

    /**
     * Loads it.
     *
     * @throws IllegalStateException when this is no Linux, or native code cannot be loaded: why
     */
    static CLibrary load() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            throw new IllegalStateException(
                    "operating system: " + System.getProperty("os.name") + " (expected: Linux)");
        }
        try {
            return Native.load("c", CLibrary.class);
        } catch (LinkageError unloadable) {
            throw new IllegalStateException("JNA cannot load its native code: " + unloadable.getMessage(), unloadable);
        }
    }
}

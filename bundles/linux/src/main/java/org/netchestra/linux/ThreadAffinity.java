package org.netchestra.linux;

import com.sun.jna.LastErrorException;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import org.netchestra.core.os.ProcessorAffinity;

/** Affinity of threads by sched_setaffinity(2), which needs no privilege. Thread-safe. */
public final class ThreadAffinity implements ProcessorAffinity {

    /** Bytes of a mask: 8,192 processors, the most that the kernel can be built for (NR_CPUS, arch/x86/Kconfig). */
    private static final int MASK = 1024;

    private final CLibrary c;

    /**
     * Loads the C library.
     *
     * @throws IllegalStateException when this is no Linux, or native code cannot be loaded: why
     */
    public ThreadAffinity() {
        c = CLibrary.load();
    }

    @Override
    public List<Integer> allowed() {
        byte[] mask = new byte[MASK];
        try {
            c.sched_getaffinity(0, mask.length, mask);
        } catch (LastErrorException unknown) {
            return List.of();
        }
        return BitSet.valueOf(mask).stream().boxed().collect(Collectors.toUnmodifiableList());
    }

    @Override
    public boolean keepTo(List<Integer> processors) {
        BitSet wanted = new BitSet(MASK * Byte.SIZE);
        processors.forEach(wanted::set);
        byte[] mask = wanted.toByteArray();
        try {
            c.sched_setaffinity(0, mask.length, mask);
            return true;
        } catch (LastErrorException refused) {
            return false;
        }
    }
}

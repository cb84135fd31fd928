package org.netchestra.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Library;
import com.sun.jna.Native;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.netchestra.core.os.PipeSizer;

@EnabledOnOs(OS.LINUX)
class LargePipesTest {

    /** What the test needs to make a pipe and to fill it. */
    private interface CLibrary extends Library {
        int pipe2(int[] ends, int flags);

        long write(int descriptor, byte[] bytes, long count);

        int close(int descriptor);
    }

    private static final int O_NONBLOCK = 0x800;

    private final CLibrary c = Native.load("c", CLibrary.class);

    @Test
    void shouldSayHowMuchAPipeReallyTakes() {
        int[] ends = new int[2];
        assertThat(c.pipe2(ends, O_NONBLOCK)).isZero();
        try {
            int room = new LargePipes().enlarge(ends[1]);

            assertThat(room).isGreaterThanOrEqualTo(PipeSizer.ORDINARY);
            byte[] more = new byte[room + 1];
            assertThat(c.write(ends[1], more, more.length)).isEqualTo(room);
        } finally {
            c.close(ends[0]);
            c.close(ends[1]);
        }
    }

    @Test
    void shouldLeaveAloneWhatIsNoPipe() {
        assertThat(new LargePipes().enlarge(-1)).isEqualTo(PipeSizer.ORDINARY);
    }
}

package org.netchestra.core.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeyTailTest {

    @Test
    void shouldReadWhatIsLeftOfKeysOfAnyLengthAndPlace() {
        Random random = new Random(3);
        byte[] bytes = new byte[64];
        random.nextBytes(bytes);
        for (int offset = 0; offset < 9; offset++) {
            for (int length = 0; length + offset <= bytes.length; length++) {
                long expected = 0;
                for (int index = length - 1; index >= length / 8 * 8; index--) {
                    expected = expected << 8 | bytes[offset + index] & 0xff;
                }
                assertThat(KeyTail.of(bytes, offset, length))
                        .as("%d bytes at %d", length, offset)
                        .isEqualTo(expected);
            }
        }
    }
}

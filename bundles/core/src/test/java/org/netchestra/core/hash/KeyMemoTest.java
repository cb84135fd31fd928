package org.netchestra.core.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.netchestra.api.policy.RequestKey;

class KeyMemoTest {

    private final AtomicInteger computed = new AtomicInteger();
    private final KeyMemo memo = new KeyMemo((bytes, offset, length) -> {
        computed.incrementAndGet();
        return Md5.h64(bytes, offset, length);
    });

    @Test
    void shouldComputeAKeyOnce() {
        RequestKey key = key("/index.html", 0);
        long value = memo.of(key);
        assertThat(memo.of(key("/index.html", 5))).isEqualTo(value);
        assertThat(computed).hasValue(1);
    }

    @Test
    void shouldTellKeysApartThatDifferOnlyInTrailingZerosOrLength() {
        assertThat(memo.of(key("a", 0))).isNotEqualTo(memo.of(key("a\0", 0)));
        assertThat(memo.of(key("", 0))).isEqualTo(Md5.h64(""));
    }

    @Test
    void shouldTellLongKeysApartByTheirLastByte() {
        String text = "x".repeat(1_000);
        assertThat(memo.of(key(text + "a", 0))).isNotEqualTo(memo.of(key(text + "b", 0)));
        memo.of(key(text + "a", 0));
        assertThat(computed).hasValue(2);
    }

    @Test
    void shouldHoldAThousandKeysAtOnce() {
        for (int round = 0; round < 5; round++) {
            for (int number = 0; number < 1_000; number++) {
                memo.of(key("/pictures/" + number, 0));
            }
        }
        assertThat(computed.get()).isLessThan(2_050);
    }

    @Test
    void shouldBeRightThoughThreadsReplaceEachOthersKeys() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> wrong = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int seed = thread;
                wrong.add(executor.submit(() -> wrongValues(new Random(seed))));
            }
            for (Future<Integer> count : wrong) {
                assertThat(count.get()).isZero();
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(computed.get())
                .as("keys must be replaced for this test to mean anything")
                .isGreaterThan(10_000);
    }

    private int wrongValues(Random random) {
        int wrong = 0;
        for (int round = 0; round < 200_000; round++) {
            String text = "/images/" + random.nextInt(50_000) + ".jpg";
            wrong += memo.of(key(text, round & 7)) == Md5.h64(text) ? 0 : 1;
        }
        return wrong;
    }

    private static RequestKey key(String text, int offset) {
        byte[] bytes = ("#".repeat(offset) + text + "###").getBytes(StandardCharsets.UTF_8);
        RequestKey key = new RequestKey();
        key.set(bytes, offset, bytes.length - offset - 3);
        return key;
    }
}

package org.netchestra.dispatcher.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SourceRatesTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldGrantABurstAndThenOneAnInterval() {
        SourceRates rates = new SourceRates(SECOND / 10, 5, 1024);
        long now = 7 * SECOND;

        for (int i = 0; i < 5; i++) {
            assertThat(rates.take(42, now)).isTrue();
        }
        assertThat(rates.take(42, now)).isFalse();
        assertThat(rates.take(43, now)).isTrue();
        assertThat(rates.take(42, now + SECOND / 10 - 1)).isFalse();
        assertThat(rates.take(42, now + SECOND / 10)).isTrue();
        assertThat(rates.take(42, now + SECOND / 10)).isFalse();
        assertThat(granted(rates, 42, now + 100 * SECOND, 20)).isEqualTo(5);
    }

    @Test
    void shouldDoWhatASimpleTokenBucketDoes() {
        long seed = 20261121;
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            long interval = 1 + random.nextInt(1000);
            int burst = 1 + random.nextInt(20);
            SourceRates rates = new SourceRates(interval, burst, 1 << 12);
            Map<Long, double[]> buckets = new HashMap<>();
            long now = 1_000_000;
            for (int i = 0; i < 2000; i++) {
                now += random.nextInt(500);
                long source = 1 + random.nextInt(20);
                double[] bucket = buckets.computeIfAbsent(source, s -> new double[] {burst, 0});
                bucket[0] = Math.min(burst, bucket[0] + (now - bucket[1]) / interval);
                bucket[1] = now;
                boolean expected = bucket[0] >= 1 - 1e-6;
                bucket[0] -= expected ? 1 : 0;
                assertThat(rates.take(source, now))
                        .as("seed %d, round %d, request %d", seed, round, i)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void shouldNotForgetTheWorstInAFloodOfOthers() {
        SourceRates rates = new SourceRates(SECOND, 100, 1024);
        long now = 5 * SECOND;
        assertThat(granted(rates, 42, now, 200)).isEqualTo(100);

        for (long other = 1000; other < 100_000; other++) {
            rates.take(other, now);
        }

        assertThat(rates.take(42, now)).isFalse();
    }

    @Test
    void shouldNotGrantMoreToManyThreads() throws InterruptedException {
        SourceRates rates = new SourceRates(3600 * SECOND, 1000, 1024);
        AtomicInteger granted = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> granted.addAndGet(granted(rates, 42, SECOND, 2000))));
        }
        rates.take(42, SECOND);
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(granted.get()).isEqualTo(999);
    }

    @Test
    void shouldTakeA64BitNetworkForOneSource() throws UnknownHostException {
        assertThat(key("2001:db8::1")).isEqualTo(key("2001:db8:0:0:ffff::"));
        assertThat(key("2001:db8::1")).isNotEqualTo(key("2001:db8:0:1::1"));
        assertThat(key("10.0.0.1")).isNotEqualTo(key("10.0.0.2"));
        assertThat(key("0.0.0.0")).isNotEqualTo(key("::"));
        assertThat(key("255.255.255.255")).isNotEqualTo(key("::ffff:ffff:0:0:0:0"));
    }

    private static long key(String address) throws UnknownHostException {
        return SourceKey.of(InetAddress.getByName(address));
    }

    private static int granted(SourceRates rates, long source, long now, int requests) {
        int granted = 0;
        for (int i = 0; i < requests; i++) {
            granted += rates.take(source, now) ? 1 : 0;
        }
        return granted;
    }
}

package org.netchestra.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class RememberedPasswordsTest {

    private final SecureRandom random = new SecureRandom();

    @Test
    void shouldKnowAPasswordAgainWithoutTheSlowHash() {
        PasswordHash slow = new PasswordHash(random, PasswordHash.ITERATIONS);
        RememberedPasswords remembered = new RememberedPasswords(slow, random);
        String stored = slow.of("right");

        long onceNanos = nanosOf(1, remembered, stored);
        long againNanos = nanosOf(100, remembered, stored);

        assertThat(againNanos).isLessThan(20 * onceNanos);
    }

    private static long nanosOf(int times, RememberedPasswords remembered, String stored) {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            assertThat(remembered.matches("right", stored)).isTrue();
        }
        return System.nanoTime() - start;
    }

    @Test
    void shouldNotKnowAWrongPasswordNorAnOldOne() {
        PasswordHash hash = new PasswordHash(random, 1);
        RememberedPasswords remembered = new RememberedPasswords(hash, random);
        String stored = hash.of("right");
        assertThat(remembered.matches("right", stored)).isTrue();

        assertThat(remembered.matches("wrong", stored)).isFalse();
        assertThat(remembered.matches("right", hash.of("changed"))).isFalse();
    }

    @Test
    void shouldForgetTheOldestAndStillBeRight() {
        PasswordHash fast = new PasswordHash(random, 1);
        RememberedPasswords few = new RememberedPasswords(fast, random);
        for (int i = 0; i < 200; i++) {
            assertThat(few.matches("p" + i, fast.of("p" + i))).isTrue();
        }
        String stored = fast.of("p0");
        assertThat(few.matches("p0", stored)).isTrue();
        assertThat(few.matches("p1", stored)).isFalse();
    }
}

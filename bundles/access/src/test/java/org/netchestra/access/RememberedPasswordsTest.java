package org.netchestra.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RememberedPasswordsTest {

    private final SecureRandom random = new SecureRandom();
    private final PasswordHash slow = new PasswordHash(random, PasswordHash.ITERATIONS);
    private final RememberedPasswords remembered = new RememberedPasswords(slow, random);

    @Test
    void shouldKnowAPasswordAgainWithoutTheSlowHash() {
        String stored = slow.of("right");
        assertThat(remembered.matches("right", stored)).isTrue();

        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThat(remembered.matches("right", stored)).isTrue();
        }

        // A hundred slow hashes take several seconds on any machine of today.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void shouldNotKnowAWrongPasswordNorAnOldOne() {
        String stored = slow.of("right");
        assertThat(remembered.matches("right", stored)).isTrue();

        assertThat(remembered.matches("wrong", stored)).isFalse();
        assertThat(remembered.matches("right", slow.of("changed"))).isFalse();
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

package org.netchestra.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

    private static final int FEW = 3;

    private final PasswordHash hash = new PasswordHash(new SecureRandom(), FEW);

    @Test
    void shouldKnowThePasswordAgainAndNoOther() {
        String stored = hash.of("correct horse");

        assertThat(hash.matches("correct horse", stored)).isTrue();
        assertThat(hash.matches("correct hors", stored)).isFalse();
        assertThat(hash.matches("", stored)).isFalse();
    }

    @Test
    void shouldSaltEachHash() {
        assertThat(hash.of("same")).isNotEqualTo(hash.of("same"));
    }

    @Test
    void shouldStoreNothingThatKarafWouldTakeForASeparatorOrMark() {
        assertThat(hash.of("p,a=s\\s {CRYPT}")).matches("pbkdf2:3:[A-Za-z0-9_-]{22}:[A-Za-z0-9_-]{43}");
    }

    @Test
    void shouldAgreeWithAnotherImplementation() {
        // openssl kdf -keylen 32 -kdfopt digest:SHA512 -kdfopt pass:netchestra -kdfopt salt:0123456789abcdef
        //   -kdfopt iter:1000 PBKDF2
        String stored = "pbkdf2:1000:MDEyMzQ1Njc4OWFiY2RlZg:-jJy93W5xPLhHujGZY1enoTsiEtr0GISs2sfoAnRR58";

        assertThat(hash.matches("netchestra", stored)).isTrue();
        assertThat(hash.matches("Netchestra", stored)).isFalse();
    }

    @Test
    void shouldFollowTheCostOfTheStoredTextNotItsOwn() {
        String stored = new PasswordHash(new SecureRandom(), 7).of("x");

        assertThat(hash.matches("x", stored)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "plain", "pbkdf2:x:AAAA:AAAA", "pbkdf2:3:!:AAAA", "pbkdf2:-1:AAAA:AAAA", "a:b:c:d"})
    void shouldMatchNothingWhenTheStoredTextIsNotAHash(String stored) {
        assertThat(hash.matches("x", stored)).isFalse();
    }

    @Test
    void shouldRefuseToHashForFree() {
        assertThatThrownBy(() -> new PasswordHash(new SecureRandom(), 0)).hasMessage("iterations: 0 (expected: >= 1)");
    }
}

package org.netchestra.core.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class HashFunctionsTest {

    @Test
    void md5ShouldAgreeWithThePlatformForEveryLengthAndOffset() throws Exception {
        MessageDigest reference = MessageDigest.getInstance("MD5");
        Random random = new Random(1);
        for (int length = 0; length < 300; length++) {
            byte[] bytes = new byte[length + 7];
            random.nextBytes(bytes);
            reference.update(bytes, 3, length);
            assertThat(Md5.h64(bytes, 3, length))
                    .as("length %d", length)
                    .isEqualTo(ByteBuffer.wrap(reference.digest()).getLong());
        }
    }

    @Test
    void md5ShouldHashTextAsUtf8() {
        assertThat(Long.toHexString(Md5.h64("http://www.daum.net/"))).isEqualTo("c9c0304471e3afa1");
        assertThat(Md5.h64("한글")).isEqualTo(Md5.h64("한글".getBytes(StandardCharsets.UTF_8), 0, 6));
    }

    @Test
    void crc32ShouldAgreeWithThePlatform() {
        byte[] bytes = new byte[500];
        new Random(2).nextBytes(bytes);
        CRC32 reference = new CRC32();
        reference.update(bytes, 5, 400);
        assertThat(Integer.toUnsignedLong(Crc32.of(bytes, 5, 400))).isEqualTo(reference.getValue());
    }

    @Test
    void sipHashShouldAgreeWithTheKernel() {
        assertThat(SipHash13.hash(0, 2654435761L)).isEqualTo(492468162);
        assertThat(SipHash13.hash(1, 2654435761L)).isEqualTo(384591538);
        assertThat(SipHash13.hash((int) 3232236115L, 2654435761L)).isEqualTo(777636494);
    }

    @Test
    void lvsHashShouldFoldBothAddressFamilies() {
        byte[] v4 = {(byte) 203, 0, 113, 9};
        byte[] v6 = {0x20, 0x01, 0x0d, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        assertThat(Integer.toUnsignedLong(LvsHash.fold(v4, 0, 4))).isEqualTo(3405803785L);
        assertThat(Integer.toUnsignedLong(LvsHash.fold(v6, 0, 16))).isEqualTo(536939961L);
        assertThat(LvsHash.bucket(LvsHash.fold(v4, 0, 4))).isEqualTo(64);
        assertThat(LvsHash.bucket(LvsHash.fold(v6, 0, 16))).isEqualTo(63);
    }

    @Test
    void carpShouldHashMembersAndUrlsAsTheDraftSays() {
        assertThat(Integer.toHexString(CarpHash.member("Cache1"))).isEqualTo("64dfc9a6");
        byte[] url = "http://www.daum.net/".getBytes(StandardCharsets.US_ASCII);
        assertThat(Integer.toHexString(CarpHash.url(url, 0, url.length))).isEqualTo("20e72f39");
    }

    @Test
    void carpShouldWeighMembersByTheirLoadFactors() {
        assertThat(CarpHash.multipliers(1, 2, 5))
                .containsExactly(new double[] {0.721124785, 0.930968094, 1.489548951}, within(1e-9));
        assertThat(CarpHash.multipliers(5, 1, 2))
                .containsExactly(new double[] {1.489548951, 0.721124785, 0.930968094}, within(1e-9));
        assertThat(CarpHash.multipliers(3, 3, 3, 3)).containsExactly(new double[] {1, 1, 1, 1}, within(1e-12));
    }

    @Test
    void carpMultipliersShouldGiveEachMemberItsShare() {
        double[] multipliers = CarpHash.multipliers(1, 2, 5);
        int[] wins = new int[3];
        Random random = new Random(3);
        for (int round = 0; round < 400_000; round++) {
            double[] scores = Arrays.stream(multipliers)
                    .map(multiplier -> multiplier * random.nextDouble())
                    .toArray();
            int best = 0;
            for (int member = 1; member < 3; member++) {
                best = scores[member] > scores[best] ? member : best;
            }
            wins[best]++;
        }
        assertThat(wins[0] / 400_000.0).isCloseTo(0.125, within(0.003));
        assertThat(wins[2] / 400_000.0).isCloseTo(0.625, within(0.003));
    }

    @Test
    void jumpShouldMoveKeysOnlyToTheNewBucket() {
        Random random = new Random(4);
        for (int round = 0; round < 20_000; round++) {
            long key = random.nextLong();
            int buckets = 1 + random.nextInt(5_000);
            assertThat(JumpHash.bucket(key, buckets + 1)).isIn(JumpHash.bucket(key, buckets), buckets);
        }
    }
}

package org.netchestra.core.hash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SipHash24Test {

    /** The vectors of the paper's appendix A and of its reference implementation: key 00..0f, message 00, 01, ... */
    @Test
    void shouldAgreeWithItsAuthors() {
        SipHash24 hash = new SipHash24(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        byte[] message = new byte[64];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) i;
        }

        assertThat(hash.hash(message, 0, 15)).isEqualTo(0xa129ca6149be45e5L);
        assertThat(hash.hash(message, 0, 0)).isEqualTo(0x726fdb47dd0e0e31L);
        assertThat(hash.hash(message, 0, 1)).isEqualTo(0x74f839c593dc67fdL);
    }

    @Test
    void shouldHashASliceLikeACopy() {
        SipHash24 hash = new SipHash24(1, 2);
        byte[] text = "before:abcdefghijk:after".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

        assertThat(hash.hash(text, 7, 11))
                .isEqualTo(hash.hash("abcdefghijk".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 11));
    }
}

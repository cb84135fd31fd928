package org.netchestra.core.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The first 64 bits of MD5: the key hash H64 of the URL-hash policies (paper 003 names only MD5).
 *
 * <p>Written out, because {@link java.security.MessageDigest} has state: this one is a pure function that allocates
 * nothing, so any number of threads may use it. No part of the product relies on MD5 to keep a secret. RFC 1321.
 */
public final class Md5 {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /**
     * RFC 1321's table. Read from an array on purpose: a constant would be added last by the compiler, which moves constants
     * outwards, and each of the 64 steps waits for the one before it. It makes a quarter of the time.
     */
    private static final int[] SINES = {
        0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
        0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
        0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
        0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
        0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
        0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
        0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
        0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391
    };

    private Md5() {}

    /** {@link #h64(byte[], int, int)} of a text in UTF-8. */
    public static long h64(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return h64(bytes, 0, bytes.length);
    }

    /** The digest's first eight bytes as a big endian number; to be read as unsigned. */
    public static long h64(byte[] bytes, int offset, int length) {
        int a0 = 0x67452301;
        int b0 = 0xefcdab89;
        int c0 = 0x98badcfe;
        int d0 = 0x10325476;
        int last = (length + 8) >>> 6;
        for (int block = 0; block <= last; block++) {
            int from = block << 6;
            int w0 = word(bytes, offset, length, from);
            int w1 = word(bytes, offset, length, from + 4);
            int w2 = word(bytes, offset, length, from + 8);
            int w3 = word(bytes, offset, length, from + 12);
            int w4 = word(bytes, offset, length, from + 16);
            int w5 = word(bytes, offset, length, from + 20);
            int w6 = word(bytes, offset, length, from + 24);
            int w7 = word(bytes, offset, length, from + 28);
            int w8 = word(bytes, offset, length, from + 32);
            int w9 = word(bytes, offset, length, from + 36);
            int w10 = word(bytes, offset, length, from + 40);
            int w11 = word(bytes, offset, length, from + 44);
            int w12 = word(bytes, offset, length, from + 48);
            int w13 = word(bytes, offset, length, from + 52);
            int w14 = block == last ? length << 3 : word(bytes, offset, length, from + 56);
            int w15 = block == last ? length >>> 29 : word(bytes, offset, length, from + 60);
            int a = a0;
            int b = b0;
            int c = c0;
            int d = d0;
            a = b + Integer.rotateLeft(a + w0 + SINES[0] + (d ^ (b & (c ^ d))), 7);
            d = a + Integer.rotateLeft(d + w1 + SINES[1] + (c ^ (a & (b ^ c))), 12);
            c = d + Integer.rotateLeft(c + w2 + SINES[2] + (b ^ (d & (a ^ b))), 17);
            b = c + Integer.rotateLeft(b + w3 + SINES[3] + (a ^ (c & (d ^ a))), 22);
            a = b + Integer.rotateLeft(a + w4 + SINES[4] + (d ^ (b & (c ^ d))), 7);
            d = a + Integer.rotateLeft(d + w5 + SINES[5] + (c ^ (a & (b ^ c))), 12);
            c = d + Integer.rotateLeft(c + w6 + SINES[6] + (b ^ (d & (a ^ b))), 17);
            b = c + Integer.rotateLeft(b + w7 + SINES[7] + (a ^ (c & (d ^ a))), 22);
            a = b + Integer.rotateLeft(a + w8 + SINES[8] + (d ^ (b & (c ^ d))), 7);
            d = a + Integer.rotateLeft(d + w9 + SINES[9] + (c ^ (a & (b ^ c))), 12);
            c = d + Integer.rotateLeft(c + w10 + SINES[10] + (b ^ (d & (a ^ b))), 17);
            b = c + Integer.rotateLeft(b + w11 + SINES[11] + (a ^ (c & (d ^ a))), 22);
            a = b + Integer.rotateLeft(a + w12 + SINES[12] + (d ^ (b & (c ^ d))), 7);
            d = a + Integer.rotateLeft(d + w13 + SINES[13] + (c ^ (a & (b ^ c))), 12);
            c = d + Integer.rotateLeft(c + w14 + SINES[14] + (b ^ (d & (a ^ b))), 17);
            b = c + Integer.rotateLeft(b + w15 + SINES[15] + (a ^ (c & (d ^ a))), 22);
            a = b + Integer.rotateLeft(a + w1 + SINES[16] + (c & ~d) + (b & d), 5);
            d = a + Integer.rotateLeft(d + w6 + SINES[17] + (b & ~c) + (a & c), 9);
            c = d + Integer.rotateLeft(c + w11 + SINES[18] + (a & ~b) + (d & b), 14);
            b = c + Integer.rotateLeft(b + w0 + SINES[19] + (d & ~a) + (c & a), 20);
            a = b + Integer.rotateLeft(a + w5 + SINES[20] + (c & ~d) + (b & d), 5);
            d = a + Integer.rotateLeft(d + w10 + SINES[21] + (b & ~c) + (a & c), 9);
            c = d + Integer.rotateLeft(c + w15 + SINES[22] + (a & ~b) + (d & b), 14);
            b = c + Integer.rotateLeft(b + w4 + SINES[23] + (d & ~a) + (c & a), 20);
            a = b + Integer.rotateLeft(a + w9 + SINES[24] + (c & ~d) + (b & d), 5);
            d = a + Integer.rotateLeft(d + w14 + SINES[25] + (b & ~c) + (a & c), 9);
            c = d + Integer.rotateLeft(c + w3 + SINES[26] + (a & ~b) + (d & b), 14);
            b = c + Integer.rotateLeft(b + w8 + SINES[27] + (d & ~a) + (c & a), 20);
            a = b + Integer.rotateLeft(a + w13 + SINES[28] + (c & ~d) + (b & d), 5);
            d = a + Integer.rotateLeft(d + w2 + SINES[29] + (b & ~c) + (a & c), 9);
            c = d + Integer.rotateLeft(c + w7 + SINES[30] + (a & ~b) + (d & b), 14);
            b = c + Integer.rotateLeft(b + w12 + SINES[31] + (d & ~a) + (c & a), 20);
            a = b + Integer.rotateLeft(a + w5 + SINES[32] + (b ^ (c ^ d)), 4);
            d = a + Integer.rotateLeft(d + w8 + SINES[33] + (a ^ (b ^ c)), 11);
            c = d + Integer.rotateLeft(c + w11 + SINES[34] + (d ^ (a ^ b)), 16);
            b = c + Integer.rotateLeft(b + w14 + SINES[35] + (c ^ (d ^ a)), 23);
            a = b + Integer.rotateLeft(a + w1 + SINES[36] + (b ^ (c ^ d)), 4);
            d = a + Integer.rotateLeft(d + w4 + SINES[37] + (a ^ (b ^ c)), 11);
            c = d + Integer.rotateLeft(c + w7 + SINES[38] + (d ^ (a ^ b)), 16);
            b = c + Integer.rotateLeft(b + w10 + SINES[39] + (c ^ (d ^ a)), 23);
            a = b + Integer.rotateLeft(a + w13 + SINES[40] + (b ^ (c ^ d)), 4);
            d = a + Integer.rotateLeft(d + w0 + SINES[41] + (a ^ (b ^ c)), 11);
            c = d + Integer.rotateLeft(c + w3 + SINES[42] + (d ^ (a ^ b)), 16);
            b = c + Integer.rotateLeft(b + w6 + SINES[43] + (c ^ (d ^ a)), 23);
            a = b + Integer.rotateLeft(a + w9 + SINES[44] + (b ^ (c ^ d)), 4);
            d = a + Integer.rotateLeft(d + w12 + SINES[45] + (a ^ (b ^ c)), 11);
            c = d + Integer.rotateLeft(c + w15 + SINES[46] + (d ^ (a ^ b)), 16);
            b = c + Integer.rotateLeft(b + w2 + SINES[47] + (c ^ (d ^ a)), 23);
            a = b + Integer.rotateLeft(a + w0 + SINES[48] + (c ^ (b | ~d)), 6);
            d = a + Integer.rotateLeft(d + w7 + SINES[49] + (b ^ (a | ~c)), 10);
            c = d + Integer.rotateLeft(c + w14 + SINES[50] + (a ^ (d | ~b)), 15);
            b = c + Integer.rotateLeft(b + w5 + SINES[51] + (d ^ (c | ~a)), 21);
            a = b + Integer.rotateLeft(a + w12 + SINES[52] + (c ^ (b | ~d)), 6);
            d = a + Integer.rotateLeft(d + w3 + SINES[53] + (b ^ (a | ~c)), 10);
            c = d + Integer.rotateLeft(c + w10 + SINES[54] + (a ^ (d | ~b)), 15);
            b = c + Integer.rotateLeft(b + w1 + SINES[55] + (d ^ (c | ~a)), 21);
            a = b + Integer.rotateLeft(a + w8 + SINES[56] + (c ^ (b | ~d)), 6);
            d = a + Integer.rotateLeft(d + w15 + SINES[57] + (b ^ (a | ~c)), 10);
            c = d + Integer.rotateLeft(c + w6 + SINES[58] + (a ^ (d | ~b)), 15);
            b = c + Integer.rotateLeft(b + w13 + SINES[59] + (d ^ (c | ~a)), 21);
            a = b + Integer.rotateLeft(a + w4 + SINES[60] + (c ^ (b | ~d)), 6);
            d = a + Integer.rotateLeft(d + w11 + SINES[61] + (b ^ (a | ~c)), 10);
            c = d + Integer.rotateLeft(c + w2 + SINES[62] + (a ^ (d | ~b)), 15);
            b = c + Integer.rotateLeft(b + w9 + SINES[63] + (d ^ (c | ~a)), 21);
            a0 += a;
            b0 += b;
            c0 += c;
            d0 += d;
        }
        return (long) Integer.reverseBytes(a0) << 32 | Integer.toUnsignedLong(Integer.reverseBytes(b0));
    }

    /** Four bytes of the padded message: its bytes, one byte 0x80, zeros. */
    private static int word(byte[] bytes, int offset, int length, int at) {
        if (at + 4 <= length) {
            return (int) INTS.get(bytes, offset + at);
        }
        return at > length ? 0 : tail(bytes, offset + at, length - at);
    }

    private static int tail(byte[] bytes, int at, int left) {
        int word = 0x80 << (left << 3);
        for (int index = 0; index < left; index++) {
            word |= (bytes[at + index] & 0xff) << (index << 3);
        }
        return word;
    }
}

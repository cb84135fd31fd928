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
            a = b + Integer.rotateLeft(a + w0 + 0xd76aa478 + (d ^ (b & (c ^ d))), 7);
            d = a + Integer.rotateLeft(d + w1 + 0xe8c7b756 + (c ^ (a & (b ^ c))), 12);
            c = d + Integer.rotateLeft(c + w2 + 0x242070db + (b ^ (d & (a ^ b))), 17);
            b = c + Integer.rotateLeft(b + w3 + 0xc1bdceee + (a ^ (c & (d ^ a))), 22);
            a = b + Integer.rotateLeft(a + w4 + 0xf57c0faf + (d ^ (b & (c ^ d))), 7);
            d = a + Integer.rotateLeft(d + w5 + 0x4787c62a + (c ^ (a & (b ^ c))), 12);
            c = d + Integer.rotateLeft(c + w6 + 0xa8304613 + (b ^ (d & (a ^ b))), 17);
            b = c + Integer.rotateLeft(b + w7 + 0xfd469501 + (a ^ (c & (d ^ a))), 22);
            a = b + Integer.rotateLeft(a + w8 + 0x698098d8 + (d ^ (b & (c ^ d))), 7);
            d = a + Integer.rotateLeft(d + w9 + 0x8b44f7af + (c ^ (a & (b ^ c))), 12);
            c = d + Integer.rotateLeft(c + w10 + 0xffff5bb1 + (b ^ (d & (a ^ b))), 17);
            b = c + Integer.rotateLeft(b + w11 + 0x895cd7be + (a ^ (c & (d ^ a))), 22);
            a = b + Integer.rotateLeft(a + w12 + 0x6b901122 + (d ^ (b & (c ^ d))), 7);
            d = a + Integer.rotateLeft(d + w13 + 0xfd987193 + (c ^ (a & (b ^ c))), 12);
            c = d + Integer.rotateLeft(c + w14 + 0xa679438e + (b ^ (d & (a ^ b))), 17);
            b = c + Integer.rotateLeft(b + w15 + 0x49b40821 + (a ^ (c & (d ^ a))), 22);
            a = b + Integer.rotateLeft(a + w1 + 0xf61e2562 + (c & ~d) + (b & d), 5);
            d = a + Integer.rotateLeft(d + w6 + 0xc040b340 + (b & ~c) + (a & c), 9);
            c = d + Integer.rotateLeft(c + w11 + 0x265e5a51 + (a & ~b) + (d & b), 14);
            b = c + Integer.rotateLeft(b + w0 + 0xe9b6c7aa + (d & ~a) + (c & a), 20);
            a = b + Integer.rotateLeft(a + w5 + 0xd62f105d + (c & ~d) + (b & d), 5);
            d = a + Integer.rotateLeft(d + w10 + 0x02441453 + (b & ~c) + (a & c), 9);
            c = d + Integer.rotateLeft(c + w15 + 0xd8a1e681 + (a & ~b) + (d & b), 14);
            b = c + Integer.rotateLeft(b + w4 + 0xe7d3fbc8 + (d & ~a) + (c & a), 20);
            a = b + Integer.rotateLeft(a + w9 + 0x21e1cde6 + (c & ~d) + (b & d), 5);
            d = a + Integer.rotateLeft(d + w14 + 0xc33707d6 + (b & ~c) + (a & c), 9);
            c = d + Integer.rotateLeft(c + w3 + 0xf4d50d87 + (a & ~b) + (d & b), 14);
            b = c + Integer.rotateLeft(b + w8 + 0x455a14ed + (d & ~a) + (c & a), 20);
            a = b + Integer.rotateLeft(a + w13 + 0xa9e3e905 + (c & ~d) + (b & d), 5);
            d = a + Integer.rotateLeft(d + w2 + 0xfcefa3f8 + (b & ~c) + (a & c), 9);
            c = d + Integer.rotateLeft(c + w7 + 0x676f02d9 + (a & ~b) + (d & b), 14);
            b = c + Integer.rotateLeft(b + w12 + 0x8d2a4c8a + (d & ~a) + (c & a), 20);
            a = b + Integer.rotateLeft(a + w5 + 0xfffa3942 + (b ^ (c ^ d)), 4);
            d = a + Integer.rotateLeft(d + w8 + 0x8771f681 + (a ^ (b ^ c)), 11);
            c = d + Integer.rotateLeft(c + w11 + 0x6d9d6122 + (d ^ (a ^ b)), 16);
            b = c + Integer.rotateLeft(b + w14 + 0xfde5380c + (c ^ (d ^ a)), 23);
            a = b + Integer.rotateLeft(a + w1 + 0xa4beea44 + (b ^ (c ^ d)), 4);
            d = a + Integer.rotateLeft(d + w4 + 0x4bdecfa9 + (a ^ (b ^ c)), 11);
            c = d + Integer.rotateLeft(c + w7 + 0xf6bb4b60 + (d ^ (a ^ b)), 16);
            b = c + Integer.rotateLeft(b + w10 + 0xbebfbc70 + (c ^ (d ^ a)), 23);
            a = b + Integer.rotateLeft(a + w13 + 0x289b7ec6 + (b ^ (c ^ d)), 4);
            d = a + Integer.rotateLeft(d + w0 + 0xeaa127fa + (a ^ (b ^ c)), 11);
            c = d + Integer.rotateLeft(c + w3 + 0xd4ef3085 + (d ^ (a ^ b)), 16);
            b = c + Integer.rotateLeft(b + w6 + 0x04881d05 + (c ^ (d ^ a)), 23);
            a = b + Integer.rotateLeft(a + w9 + 0xd9d4d039 + (b ^ (c ^ d)), 4);
            d = a + Integer.rotateLeft(d + w12 + 0xe6db99e5 + (a ^ (b ^ c)), 11);
            c = d + Integer.rotateLeft(c + w15 + 0x1fa27cf8 + (d ^ (a ^ b)), 16);
            b = c + Integer.rotateLeft(b + w2 + 0xc4ac5665 + (c ^ (d ^ a)), 23);
            a = b + Integer.rotateLeft(a + w0 + 0xf4292244 + (c ^ (b | ~d)), 6);
            d = a + Integer.rotateLeft(d + w7 + 0x432aff97 + (b ^ (a | ~c)), 10);
            c = d + Integer.rotateLeft(c + w14 + 0xab9423a7 + (a ^ (d | ~b)), 15);
            b = c + Integer.rotateLeft(b + w5 + 0xfc93a039 + (d ^ (c | ~a)), 21);
            a = b + Integer.rotateLeft(a + w12 + 0x655b59c3 + (c ^ (b | ~d)), 6);
            d = a + Integer.rotateLeft(d + w3 + 0x8f0ccc92 + (b ^ (a | ~c)), 10);
            c = d + Integer.rotateLeft(c + w10 + 0xffeff47d + (a ^ (d | ~b)), 15);
            b = c + Integer.rotateLeft(b + w1 + 0x85845dd1 + (d ^ (c | ~a)), 21);
            a = b + Integer.rotateLeft(a + w8 + 0x6fa87e4f + (c ^ (b | ~d)), 6);
            d = a + Integer.rotateLeft(d + w15 + 0xfe2ce6e0 + (b ^ (a | ~c)), 10);
            c = d + Integer.rotateLeft(c + w6 + 0xa3014314 + (a ^ (d | ~b)), 15);
            b = c + Integer.rotateLeft(b + w13 + 0x4e0811a1 + (d ^ (c | ~a)), 21);
            a = b + Integer.rotateLeft(a + w4 + 0xf7537e82 + (c ^ (b | ~d)), 6);
            d = a + Integer.rotateLeft(d + w11 + 0xbd3af235 + (b ^ (a | ~c)), 10);
            c = d + Integer.rotateLeft(c + w2 + 0x2ad7d2bb + (a ^ (d | ~b)), 15);
            b = c + Integer.rotateLeft(b + w9 + 0xeb86d391 + (d ^ (c | ~a)), 21);
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

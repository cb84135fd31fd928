package org.netchestra.dispatcher.certificate;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Private keys in the three encodings that tools write: PKCS#8 (RFC 5958), PKCS#1 for RSA (RFC 8017) and SEC 1 for elliptic curves
 * (RFC 5915). The JDK reads the first; the others are put into it.
 */
final class PrivateKeys {

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");
    private static final byte[] VERSION_0 = {2, 1, 0};
    /** rsaEncryption with no parameters. */
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    /** id-ecPublicKey. */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 4;
    /** The curve inside a SEC 1 key. */
    private static final int CURVE = 0xa0;

    private PrivateKeys() {}

    static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException another) {
                // One of the others, or none.
            }
        }
        throw new InvalidKeyException("neither RSA nor EC nor Ed25519");
    }

    static PrivateKey pkcs1(byte[] der) throws GeneralSecurityException {
        return pkcs8(element(SEQUENCE, VERSION_0, RSA, element(OCTET_STRING, der)));
    }

    static PrivateKey sec1(byte[] der) throws GeneralSecurityException {
        byte[] algorithm = element(SEQUENCE, EC, curve(der));
        return pkcs8(element(SEQUENCE, VERSION_0, algorithm, element(OCTET_STRING, der)));
    }

    /** Whether a private key belongs to a certificate: one checks what the other has signed. */
    static boolean match(PrivateKey key, X509Certificate certificate) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            byte[] text = certificate.getEncoded();
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException different) {
            return false;
        }
    }

    /** The named curve of a SEC 1 key: ECPrivateKey ::= SEQUENCE { version, privateKey, [0] curve, [1] publicKey }. */
    private static byte[] curve(byte[] der) throws InvalidKeyException {
        int position = contents(der, 0);
        while (position < der.length) {
            int start = contents(der, position);
            int end = start + length(der, position);
            if ((der[position] & 0xff) == CURVE && end <= der.length) {
                return Arrays.copyOfRange(der, start, end);
            }
            position = end;
        }
        throw new InvalidKeyException("an EC key without its curve");
    }

    private static int contents(byte[] der, int at) throws InvalidKeyException {
        requireInside(der, at + 1);
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int length(byte[] der, int at) throws InvalidKeyException {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int bytes = first & 0x7f;
        requireInside(der, at + 1 + bytes);
        int length = 0;
        for (int i = 0; i < bytes; i++) {
            length = length << 8 | (der[at + 2 + i] & 0xff);
        }
        if (bytes > 3 || length < 0) {
            throw new InvalidKeyException("malformed DER");
        }
        return length;
    }

    private static void requireInside(byte[] der, int at) throws InvalidKeyException {
        if (at >= der.length) {
            throw new InvalidKeyException("truncated DER");
        }
    }

    private static byte[] element(int tag, byte[]... contents) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : contents) {
            all.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (all.size() < 0x80) {
            out.write(all.size());
        } else {
            out.write(0x82);
            out.write(all.size() >>> 8);
            out.write(all.size());
        }
        out.writeBytes(all.toByteArray());
        return out.toByteArray();
    }
}

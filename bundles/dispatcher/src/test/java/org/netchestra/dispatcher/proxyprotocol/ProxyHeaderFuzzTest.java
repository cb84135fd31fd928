package org.netchestra.dispatcher.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.netchestra.core.config.ProxyProtocol;
import org.netchestra.dispatcher.fuzzing.Fuzzing;
import org.netchestra.dispatcher.message.Heads;
import org.netchestra.dispatcher.proxyprotocol.ProxyHeaderReader.Result;
import org.netchestra.dispatcher.proxyprotocol.ProxyHeaderReader.Verdict;

/** Headers of the PROXY protocol, whole and mutated, in one piece and cut short. */
final class ProxyHeaderFuzzTest {

    private static final String[] PIECES = {
        " ", "\r", "\n", "\r\n", "TCP4", "TCP6", "UNKNOWN", "0", "1", "65535", "65536", ":", "::", ".", "255", "256",
        "\0", "\u0021", "\u0011", "\u0020"
    };

    private static InetSocketAddress endpoint(Random random, boolean v6) {
        byte[] address = new byte[v6 ? 16 : 4];
        random.nextBytes(address);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), random.nextInt(65536));
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void shouldReadWhatIsWrittenAndNothingElse() {
        Fuzzing.run("PROXY headers", random -> {
            boolean v6 = random.nextBoolean();
            ProxyProtocol version = random.nextBoolean() ? ProxyProtocol.V1 : ProxyProtocol.V2;
            InetSocketAddress source = endpoint(random, v6);
            InetSocketAddress destination = endpoint(random, v6);
            byte[] sound = ProxyHeaderWriter.write(version, source, destination);
            if (random.nextInt(4) == 0) {
                assertThat(read(sound, sound.length).header())
                        .isEqualTo(new ProxyHeader(sound.length, source, destination));
                assertPrefixesAreBeginnings(sound, sound.length);
                return true;
            }
            String text = new String(sound, StandardCharsets.ISO_8859_1);
            byte[] mutated = Heads.bytes(Fuzzing.mutated(random, text, PIECES));
            Result result = read(mutated, mutated.length);
            if (result.verdict() == Verdict.WHOLE) {
                assertWhole(mutated, result.header());
            }
            return result.verdict() == Verdict.WHOLE;
        });
    }

    private static Result read(byte[] bytes, int length) {
        Result result = ProxyHeaderReader.read(Arrays.copyOf(bytes, length), length);
        assertThat(result.header() != null).isEqualTo(result.verdict() == Verdict.WHOLE);
        return result;
    }

    /** However a header is cut, its beginning is none yet, and never a fault. */
    private static void assertPrefixesAreBeginnings(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            assertThat(read(bytes, i).verdict())
                    .as("%d of %s", i, Arrays.toString(bytes))
                    .isEqualTo(Verdict.MORE);
        }
    }

    private static void assertWhole(byte[] bytes, ProxyHeader header) {
        String shown = Arrays.toString(bytes);
        assertThat(header.length()).as(shown).isBetween(15, bytes.length);
        assertPrefixesAreBeginnings(bytes, header.length());
        if (bytes[0] == 'P') {
            assertLine(new String(bytes, 0, header.length(), StandardCharsets.ISO_8859_1), header);
        } else {
            assertBinary(ByteBuffer.wrap(bytes), header, shown);
        }
    }

    /** Specification 2.1, word by word. */
    private static void assertLine(String line, ProxyHeader header) {
        assertThat(line).endsWith("\r\n").hasSizeLessThanOrEqualTo(107);
        assertThat(line.indexOf('\r')).isEqualTo(line.length() - 2);
        if (line.startsWith("PROXY UNKNOWN")) {
            assertThat(header.source()).isNull();
            return;
        }
        String[] words = line.strip().split(" ", -1);
        assertThat(words).as(line).hasSize(6);
        assertThat(words[1]).as(line).isIn("TCP4", "TCP6");
        assertThat(header.source().getPort()).as(line).isEqualTo(Integer.parseInt(words[4]));
        assertThat(header.destination().getPort()).as(line).isEqualTo(Integer.parseInt(words[5]));
        assertThat(words[2].contains(":")).as(line).isEqualTo(words[1].equals("TCP6"));
        assertThat(words[3].contains(":")).as(line).isEqualTo(words[1].equals("TCP6"));
        assertThat(address(words[2])).as(line).isEqualTo(header.source().getAddress());
        assertThat(address(words[3])).as(line).isEqualTo(header.destination().getAddress());
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException none) {
            throw new AssertionError(literal + " was taken for an address", none);
        }
    }

    /** Specification 2.2, byte by byte. */
    private static void assertBinary(ByteBuffer bytes, ProxyHeader header, String shown) {
        int length = bytes.getShort(14) & 0xffff;
        assertThat(header.length()).as(shown).isEqualTo(16 + length);
        assertThat(bytes.get(12)).as(shown).isIn((byte) 0x20, (byte) 0x21);
        int size = bytes.get(12) == 0x20 ? 0 : bytes.get(13) == 0x11 ? 4 : bytes.get(13) == 0x21 ? 16 : 0;
        if (size == 0) {
            assertThat(header.source()).as(shown).isNull();
            return;
        }
        byte[] address = new byte[size];
        bytes.get(16, address);
        assertThat(header.source().getAddress().getAddress()).as(shown).isEqualTo(plain(address));
        assertThat(header.source().getPort()).as(shown).isEqualTo(bytes.getShort(16 + 2 * size) & 0xffff);
        assertThat(header.destination().getPort()).as(shown).isEqualTo(bytes.getShort(18 + 2 * size) & 0xffff);
    }

    /** Java makes IPv4 addresses of those that are mapped into IPv6. */
    private static byte[] plain(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getAddress();
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

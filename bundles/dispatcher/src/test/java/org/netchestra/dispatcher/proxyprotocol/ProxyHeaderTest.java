package org.netchestra.dispatcher.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netchestra.core.config.ProxyProtocol;
import org.netchestra.dispatcher.proxyprotocol.ProxyHeaderReader.Result;
import org.netchestra.dispatcher.proxyprotocol.ProxyHeaderReader.Verdict;

final class ProxyHeaderTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    @Test
    void shouldReadALine() throws Exception {
        Result result = read(ascii("PROXY TCP4 192.0.2.7 198.51.100.1 51234 443\r\nGET / HTTP/1.1\r\n"));

        assertThat(result.header()).isEqualTo(new ProxyHeader(45, at("192.0.2.7", 51234), at("198.51.100.1", 443)));
    }

    @Test
    void shouldReadTheLongestLine() throws Exception {
        String address = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
        Result result = read(ascii("PROXY TCP6 " + address + " " + address + " 65535 65535\r\n"));

        assertThat(result.header()).isNotNull();
        assertThat(result.header().source()).isEqualTo(at(address, 65535));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY UNKNOWN\r\n", "PROXY UNKNOWN ffff::1 what ever\r\n"})
    void shouldKeepTheAddressesThatAProxyDoesNotKnow(String line) {
        assertThat(read(ascii(line)).header()).isEqualTo(new ProxyHeader(line.length(), null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.7 198.51.100.1 51234 443\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 51234 443\r\r\n",
                "PROXY TCP4 192.0.2.7  198.51.100.1 51234 443\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 51234 443 \r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 51234\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 51234 65536\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 051234 443\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 +1234 443\r\n",
                "PROXY TCP4 192.0.2 198.51.100.1 51234 443\r\n",
                "PROXY TCP4 192.0.2.256 198.51.100.1 51234 443\r\n",
                "PROXY TCP4 2001:db8::1 198.51.100.1 51234 443\r\n",
                "PROXY TCP6 192.0.2.7 198.51.100.1 51234 443\r\n",
                "PROXY TCP4 localhost 198.51.100.1 51234 443\r\n",
                "PROXY UDP4 192.0.2.7 198.51.100.1 51234 443\r\n",
                "PROXY UNKNOWNS\r\n",
                "PROXY\r\n",
                "proxy TCP4 192.0.2.7 198.51.100.1 51234 443\r\n",
                "GET / HTTP/1.1\r\n",
                "POST / HTTP/1.1\r\n"
            })
    void shouldRefuseOtherLines(String line) {
        assertThat(read(ascii(line + "x".repeat(120))).verdict()).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void shouldRefuseALineThatDoesNotEnd() {
        assertThat(read(ascii("PROXY UNKNOWN " + "x".repeat(90))).verdict()).isEqualTo(Verdict.MORE);
        assertThat(read(ascii("PROXY UNKNOWN " + "x".repeat(93))).verdict()).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void shouldReadABinaryHeaderAndItsFields() throws Exception {
        byte[] bytes =
                HexFormat.of().parseHex(SIGNATURE + "21110013" + "c0000207c6336401c82201bb" + "040003010203" + "00");

        assertThat(read(bytes).verdict()).isEqualTo(Verdict.MALFORMED);
        bytes[15] = 0x12;
        assertThat(read(bytes).header())
                .isEqualTo(new ProxyHeader(34, at("192.0.2.7", 51234), at("198.51.100.1", 443)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20000000", // LOCAL
                "20110004" + "01020304", // LOCAL, whatever else it says
                "21000000", // unspecified
                "21310004" + "01020304", // UNIX socket
                "2112000c" + "c0000207c6336401c82201bb", // datagrams
            })
    void shouldKeepTheAddressesThatABinaryHeaderDoesNotSay(String rest) {
        Result result = read(HexFormat.of().parseHex(SIGNATURE + rest));

        assertThat(result.verdict()).isEqualTo(Verdict.WHOLE);
        assertThat(result.header().source()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1111000c" + "c0000207c6336401c82201bb", // version
                "2211000c" + "c0000207c6336401c82201bb", // command
                "2111000b" + "c0000207c6336401c82201", // too short for its addresses
                "2111000d" + "c0000207c6336401c82201bb" + "00", // half a field
                "21110010" + "c0000207c6336401c82201bb" + "0400ffff", // a field longer than the header
                "2141000c" + "c0000207c6336401c82201bb", // family
                "2111ffff" + "c0000207c6336401c82201bb" // longer than anybody sends
            })
    void shouldRefuseOtherBinaryHeaders(String rest) {
        assertThat(read(HexFormat.of().parseHex(SIGNATURE + rest)).verdict()).isEqualTo(Verdict.MALFORMED);
    }

    @ParameterizedTest
    @EnumSource(names = {"V1", "V2"})
    void shouldReadWhatItWritesAndAskForMoreBefore(ProxyProtocol version) throws Exception {
        for (String[] pair : new String[][] {{"192.0.2.7", "198.51.100.1"}, {"2001:db8::7", "2001:db8::1"}}) {
            byte[] header = ProxyHeaderWriter.write(version, at(pair[0], 51234), at(pair[1], 443));

            assertThat(read(header).header())
                    .isEqualTo(new ProxyHeader(header.length, at(pair[0], 51234), at(pair[1], 443)));
            for (int length = 0; length < header.length; length++) {
                assertThat(ProxyHeaderReader.read(header, length).verdict()).isEqualTo(Verdict.MORE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V1", "V2"})
    void shouldSayUnknownWhenTheFamiliesDiffer(ProxyProtocol version) throws Exception {
        byte[] header = ProxyHeaderWriter.write(version, at("192.0.2.7", 1), at("2001:db8::1", 2));

        assertThat(read(header).verdict()).isEqualTo(Verdict.WHOLE);
        assertThat(read(header).header().source()).isNull();
    }

    /** Whatever comes, it is answered, never read beyond, and never waited for longer than the longest header. */
    @Test
    void shouldAnswerForEveryMutation() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            ProxyProtocol version = random.nextBoolean() ? ProxyProtocol.V1 : ProxyProtocol.V2;
            byte[] header = ProxyHeaderWriter.write(version, at("192.0.2.7", 51234), at("198.51.100.1", 443));
            byte[] bytes = Arrays.copyOf(header, header.length + random.nextInt(8));
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Result result = ProxyHeaderReader.read(bytes, bytes.length);
            assertThat(result.verdict() == Verdict.WHOLE).as("seed %d", seed).isEqualTo(result.header() != null);
            if (result.header() != null) {
                assertThat(result.header().length()).isBetween(15, bytes.length);
            }
            if (result.verdict() == Verdict.MORE) {
                byte[] more = Arrays.copyOf(bytes, ProxyHeader.LONGEST);
                assertThat(ProxyHeaderReader.read(more, more.length).verdict()).isNotEqualTo(Verdict.MORE);
            }
        }
    }

    private static Result read(byte[] bytes) {
        return ProxyHeaderReader.read(bytes, bytes.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static InetSocketAddress at(String host, int port) throws Exception {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }
}

package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.netchestra.dispatcher.netty.Frames.CONTINUATION;
import static org.netchestra.dispatcher.netty.Frames.DATA;
import static org.netchestra.dispatcher.netty.Frames.END_HEADERS;
import static org.netchestra.dispatcher.netty.Frames.END_STREAM;
import static org.netchestra.dispatcher.netty.Frames.HEADERS;
import static org.netchestra.dispatcher.netty.Frames.PADDED;
import static org.netchestra.dispatcher.netty.Frames.PING;
import static org.netchestra.dispatcher.netty.Frames.PRIORITY;
import static org.netchestra.dispatcher.netty.Frames.RST_STREAM;
import static org.netchestra.dispatcher.netty.Frames.SETTINGS;
import static org.netchestra.dispatcher.netty.Frames.WINDOW_UPDATE;
import static org.netchestra.dispatcher.netty.Frames.block;
import static org.netchestra.dispatcher.netty.Frames.number;
import static org.netchestra.dispatcher.netty.Frames.setting;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.dispatcher.fuzzing.Fuzzing;

/**
 * Mutated frames and compressed fields against a running data plane: whatever gets through to a server of HTTP/1.1 can be read in
 * one way only, and every connection is answered or ended.
 */
@ExtendWith(NoLeaks.class)
class Http2FramesFuzzTest {

    private static final String GET = ":method=GET|:scheme=http|:path=/x?a=b|:authority=a";
    private static final String POST = ":method=POST|:scheme=http|:path=/y|:authority=a|cookie=a=b|cookie=c";
    private static final Pattern SOUND = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,24} [!-\"$-~]+ HTTP/1\\.1\r\n"
            + "Host: [0-9A-Za-z.\\[\\]:~_-]+\r\n"
            + "(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+: ?[\t -~\\x80-\\xff]*\r\n)+\r\n");

    /** Octets of the preface, which are not worth changing: what is not HTTP/2 is read as HTTP/1.1. */
    private static final int PREFACE = 24;

    private static final byte[] LAST_PING = "lastping".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    private static final List<byte[]> SEEDS = List.of(
            begun().headers(1, GET, true).bytes(),
            begun().headers(1, POST + "|content-length=5", false)
                    .data(1, "hello", true)
                    .bytes(),
            begun().headers(1, POST, false)
                    .data(1, "hello", false)
                    .data(1, "world", false)
                    .headers(1, "x-sum=1", true)
                    .bytes(),
            begun().headers(1, GET, true)
                    .headers(3, GET + "|x=y", true)
                    .frame(RST_STREAM, 0, 3, number(8))
                    .bytes(),
            continued(),
            begun().frame(DATA, PADDED, 1, (byte) 1, (byte) 'x', (byte) 0).bytes(),
            // A table size, an indexed name and value, and a string in Huffman's code (RFC 7541 appendix C.4).
            begun().frame(
                            HEADERS,
                            END_HEADERS | END_STREAM,
                            1,
                            HexFormat.of().parseHex("20828684418cf1e3c2e5f23a6ba0ab90f4ff"))
                    .frame(HEADERS, END_HEADERS | END_STREAM, 3, HexFormat.of().parseHex("828684be5886a8eb10649cbf"))
                    .bytes(),
            begun().frame(SETTINGS, 0, 0, setting(4, 100))
                    .frame(PRIORITY, 0, 1, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 5)
                    .frame(WINDOW_UPDATE, 0, 0, number(1000))
                    .headers(1, GET, true)
                    .frame(WINDOW_UPDATE, 0, 1, number(1))
                    .bytes());

    private static Frames begun() {
        return new Frames().begin();
    }

    private static byte[] continued() {
        byte[] fields = block(GET + "|accept=*/*");
        return begun().frame(HEADERS, END_STREAM, 1, Arrays.copyOf(fields, 20))
                .frame(CONTINUATION, END_HEADERS, 1, Arrays.copyOfRange(fields, 20, fields.length))
                .bytes();
    }

    @Test
    void shouldPassOnlySoundRequestsOn() throws Exception {
        try (AttackedServer attacked = new AttackedServer();
                Appliance appliance = new Appliance(List.of(attacked.server), "h2c=true")) {
            Fuzzing.run("frames", random -> {
                byte[] input = mutated(random, SEEDS.get(random.nextInt(SEEDS.size())));
                int before = attacked.seen().size();
                send(appliance.server.port(), input);
                List<String> seen = attacked.seen();
                List<String> got = seen.subList(before, seen.size());
                String shown = HexFormat.of().formatHex(input);
                assertThat(got).as(shown).allMatch(head -> SOUND.matcher(head).matches());
                assertThat(got).as(shown).noneMatch(head -> AttackedServer.isAmbiguous(head));
                return !got.isEmpty();
            });
            try (FrameClient honest = new FrameClient(appliance.server.port())) {
                honest.send(FrameClient.request("GET", "/fine"), true);
                assertThat(honest.answer().status()).isEqualTo("200");
            }
        }
    }

    private static byte[] mutated(Random random, byte[] seed) {
        byte[] bytes = seed.clone();
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = PREFACE + random.nextInt(bytes.length - PREFACE);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) "\r\n\0 :_#\u007f".charAt(random.nextInt(8));
                case 3 -> bytes = without(bytes, at);
                default -> bytes = twice(bytes, at, random.nextInt(30));
            }
        }
        return bytes;
    }

    private static byte[] without(byte[] bytes, int at) {
        byte[] less = Arrays.copyOf(bytes, Math.max(PREFACE + 1, bytes.length - 1));
        if (at < less.length) {
            System.arraycopy(bytes, at + 1, less, at, Math.min(less.length, bytes.length - 1) - at);
        }
        return less;
    }

    private static byte[] twice(byte[] bytes, int at, int length) {
        int repeated = Math.min(length, bytes.length - at);
        byte[] more = Arrays.copyOf(bytes, bytes.length + repeated);
        System.arraycopy(bytes, at, more, at + repeated, bytes.length - at);
        return more;
    }

    /** Sends an input, and waits until everything in it has been dealt with, or the connection has ended. */
    private static void send(int port, byte[] input) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(input);
            socket.getOutputStream()
                    .write(new Frames().frame(PING, 0, 0, LAST_PING).bytes());
            // A frame that was cut short waits for the rest of itself.
            socket.shutdownOutput();
            awaitEnd(new DataInputStream(socket.getInputStream()));
        } catch (java.net.SocketTimeoutException silent) {
            throw new UncheckedIOException(HexFormat.of().formatHex(input), silent);
        } catch (IOException ended) {
            // The connection was reset, which is an answer.
        }
    }

    private static void awaitEnd(DataInputStream in) throws IOException {
        for (int length = in.read(); length >= 0; length = in.read()) {
            length = length << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            in.readUnsignedByte();
            in.readInt();
            if (type == PING && Arrays.equals(in.readNBytes(length), LAST_PING)) {
                return;
            }
            if (type != PING) {
                in.skipNBytes(length);
            }
        }
    }
}

package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.netchestra.dispatcher.fuzzing.Fuzzing;

/** Requests that two parsers could read differently: refused, or passed on in a form that leaves no doubt; in plain and over TLS. */
@ExtendWith(NoLeaks.class)
class AttackTest {

    private static final long SEED = 20_261_121;
    private static final int FEW_PIECES = 1000;

    @TempDir
    static Path directory;

    private static AttackedServer attacked;
    private static Appliance plain;
    private static Appliance encrypted;
    private static Pki pki;

    @BeforeAll
    static void start() throws Exception {
        pki = new Pki(directory);
        attacked = new AttackedServer();
        plain = new Appliance(List.of(attacked.server));
        encrypted = new Appliance(
                List.of(attacked.server),
                "tls-certificates=" + pki.pem("a.pem", pki.issue("127.0.0.1")),
                "http2=false");
    }

    @AfterAll
    static void stop() throws Exception {
        plain.close();
        encrypted.close();
        attacked.close();
    }

    static List<AttackCase> written() throws IOException {
        return AttackCase.read("/attacks/requests.txt", "{S}", AttackedServer.SMUGGLED);
    }

    /** Every byte that does not belong there, at the beginning, inside and at the end of every part of a head. */
    static List<AttackCase> swept() {
        List<AttackCase> cases = new ArrayList<>();
        List<String> heads = List.of(
                "{}GET /x HTTP/1.1\r\nHost: a\r\n\r\n",
                "G{}ET /x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET{} /x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET {}/x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /{}x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /x{} HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /x {}HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /x HTTP/{}1.1\r\nHost: a\r\n\r\n",
                "GET /x HTTP/1{}.1\r\nHost: a\r\n\r\n",
                "GET /x HTTP/1.1{}\r\nHost: a\r\n\r\n",
                "GET /x HTTP/1.1\r\n{}Host: a\r\n\r\n",
                "GET /x HTTP/1.1\r\nHo{}st: a\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost{}: a\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a{}b\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nX-Y{}: z\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nX: {}z\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nX: y{}z\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nX: y{}\r\n\r\n");
        int[] controls = IntStream.concat(IntStream.range(0, 0x20), IntStream.of(0x7f))
                .filter(b -> b != '\t')
                .toArray();
        for (String head : heads) {
            for (int control : controls) {
                // Only an empty line in front of a request is forgiven.
                cases.add(new AttackCase("400", head.replace("{}", String.valueOf((char) control))));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("written")
    void shouldJudgeAloneAndOnAConnectionThatWasUsed(AttackCase attack) throws Exception {
        attacked.judge(attack, "", plain.client());
        attacked.judge(attack, "GET /before HTTP/1.1\r\nHost: a\r\n\r\n", plain.client());
    }

    /** Where the network cuts a message says nothing about it: byte by byte, and in two pieces cut anywhere. */
    @ParameterizedTest
    @MethodSource("written")
    void shouldJudgeInPieces(AttackCase attack) throws Exception {
        int[] everywhere =
                IntStream.range(1, attack.bytes().length()).limit(FEW_PIECES).toArray();
        attacked.judge(attack, "", plain.client(), everywhere);
        int[] cuts = Fuzzing.isLong()
                ? everywhere
                : new Random(SEED).ints(2, 1, attack.bytes().length()).toArray();
        for (int cut : cuts) {
            attacked.judge(attack, "", plain.client(), cut);
        }
    }

    @ParameterizedTest
    @MethodSource("written")
    void shouldJudgeOverTls(AttackCase attack) throws Exception {
        attacked.judge(
                attack,
                "",
                new RawClient(pki.client(null)
                        .getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), encrypted.server.port())));
    }

    @ParameterizedTest
    @MethodSource("swept")
    void shouldRefuseControlCharactersEverywhere(AttackCase attack) throws Exception {
        attacked.judge(attack, "", plain.client());
    }

    /** What servers see of fields that concern one connection, claim an origin or imitate such. */
    @ParameterizedTest
    @MethodSource("passedOn")
    void shouldPassOnWhatServersMayBelieve(AttackCase request) throws Exception {
        attacked.judge(new AttackCase("200 200", request.bytes()), "", plain.client());
        String head = attacked.seen().get(0).toLowerCase(Locale.ROOT);
        for (String part : request.expected().split(" & ")) {
            String text = part.substring(1).replace("^", "\r\n");
            assertThat(head.contains(text)).as(part + " in " + head).isEqualTo(part.charAt(0) == '+');
        }
    }

    static List<AttackCase> passedOn() throws IOException {
        return AttackCase.read("/attacks/passed-on.txt", "{S}", AttackedServer.SMUGGLED);
    }
}

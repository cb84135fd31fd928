package org.netchestra.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorsCommandTest {

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void shouldPassAllPublishedVectorsOfPolicies() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(
                Path.of(VectorsCommandTest.class.getResource("/vectors").toURI()))) {
            List<String> names = files.map(Path::toString).sorted().toList();
            assertThat(names).hasSize(16);
            assertThat(run(names.toArray(new String[0]))).as(output()).isEqualTo(Main.SUCCESS);
        }
        assertThat(output()).endsWith(" passed, 0 failed\n").contains("pass  jump.json[1] jump 42 of 57 pick: got 43");
    }

    /** Cases drawn at random, their answers computed from the definitions by a program that shares nothing with this one. */
    @Test
    void shouldAgreeWithAnIndependentModelOfTheDefinitions() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(
                Path.of(VectorsCommandTest.class.getResource("/model-vectors").toURI()))) {
            List<String> names = files.map(Path::toString).sorted().toList();
            assertThat(names).hasSize(15);
            assertThat(run(names.toArray(new String[0]))).as(output()).isEqualTo(Main.SUCCESS);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'policy':'wrr','weights':[1,'x'],'picks':'A'}        | weights[1]: x (expected: a number)",
                "{'policy':'lblc','weights':[1],'steps':[{'pick':'A'}]} | steps[0].key: nothing (expected: a text)",
                "{'policy':'rr','weights':[1],'script':'dance','picks':['A']} | script: dance (expected: a step",
                "{'dests':[{'name':'A','weight':1.5}],'lc':'A'}         | dests[0].active: nothing",
                "{'weights':[1],'rnd':[0],'pick':'A'}                   | rnd: [0] (expected: two numbers)",
                "{'key':1.5,'buckets':3,'pick':0}                       | key: 1.5 (expected: a whole number of 64 bits",
                "{'key':1,'buckets':0,'pick':0}                         | buckets: 0 (expected: at least 1)",
                "{'table':251,'dests':'A..=1.2.3.4:80','offsets':[]}     | nothing to check",
                "{'table':251,'dests':'none','first1':'A'}              | dests: none (expected: destinations such as",
                "{'ip':'1.2.3.4','sh_B_sideways':'A'}                   | sh_B_sideways (expected: words such as",
                "{'method':'GET','progress':'NOPE','verdict':'replay'}  | progress: NOPE (expected: one of [NOT_SENT",
                "{'c':0.5,'steps':[{'url':'/','pick':'cache1'}]}        | load-factor: 0.5 (expected: 1.0..1000.0)",
                "{'lard':{'a':1}}                                       | lard: {a=1} (expected: a list)",
            })
    void shouldTellWhereACaseIsNotAsItsFormatSays(String vector, String message) throws IOException {
        assertThat(run(file("bad", vector.replace('\'', '"')))).isEqualTo(Main.FAILURE);
        assertThat(output()).contains("FAIL  bad").contains(message).contains(" 1 failed");
    }

    @Test
    void shouldTellWhatItGotAndWhatWasExpected() throws IOException {
        assertThat(run(file("x.json", "[{\"policy\":\"rr\",\"weights\":[1,1],\"picks\":\"AABA\"}]")))
                .isEqualTo(Main.FAILURE);
        assertThat(output()).contains("FAIL  x.json[0] rr [1, 1] picks: got ABAB, expected AABA");
    }

    @Test
    void shouldCountWhatIsNotSupportedAsFailed() throws IOException {
        assertThat(run(
                        file("a", "[{\"priority\":1,\"adver_cs\":100}]"),
                        file("b", "[{\"policy\":\"tarot\",\"weights\":[1],\"picks\":\"A\"}]"),
                        file("c", "{\"something\":1}")))
                .isEqualTo(Main.FAILURE);
        assertThat(output())
                .contains(
                        "VRRP timers: not supported yet",
                        "policy tarot: not supported yet",
                        "FAIL  c: members [something]")
                .endsWith("0 passed, 3 failed, 2 of them not supported yet: no part of the product does that\n");
    }

    @Test
    void shouldGoOnAfterAMalformedCase() throws IOException {
        assertThat(run(file(
                        "x", "[7, {\"key\":\"one\",\"buckets\":1,\"pick\":0}, {\"key\":1,\"buckets\":1,\"pick\":0}]")))
                .isEqualTo(Main.FAILURE);
        assertThat(output()).contains("key: one (expected: a number)").endsWith("1 passed, 2 failed\n");
    }

    @Test
    void shouldRefuseWhatItCannotRead() throws IOException {
        assertThat(run(directory.resolve("missing.json").toString())).isEqualTo(Main.USAGE);
        assertThat(run(file("broken", "[{\"key\": 1,]"))).isEqualTo(Main.USAGE);
        assertThat(output()).contains("missing.json: no such file", "broken: cannot be read", "line 1: ']'");
        assertThat(run()).isEqualTo(Main.USAGE);
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    private int run(String... files) {
        String[] arguments =
                Stream.concat(Stream.of("vectors"), Stream.of(files)).toArray(String[]::new);
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return Main.run(out, out, arguments);
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}

package org.netchestra.camel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user is told about a bad file: file, line, what is wrong, what was expected. */
class RouteProblemsTest {

    private static final CamelFixture CAMEL = new CamelFixture();

    @AfterAll
    static void stop() {
        CAMEL.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<tooo uri='log:x'/> | :4: Unexpected element 'tooo' (expected: an element that",
                "<to urii='log:x'/> | :4: Unexpected attribute 'urii' (expected: an attribute that this element has)",
                "<to uri='bogus:x'/> | :4: No endpoint could be found for: bogus://x",
                "<to uri='bogus:x'/> | (expected: a component that is installed",
                "<to uri='log:x?bogus=1'/> | :4: ",
                "<to uri='log:x?bogus=1'/> | Unknown parameters=[{bogus=1}] (expected: options that this component has)",
                "<to uri='log:x'> | :5: end tag name </route> must match start tag name <to> from line 4 (expected: well",
                "<to uri='&bogus;'/> | :4: could not resolve entity named 'bogus' (expected: well-formed XML)",
                "<to/> | :4: Either 'uri' or 'ref' must be specified (expected: ",
                "<setBody><simple>${bogus</simple></setBody> | :4: expected symbol functionEnd but was eol",
                "<bean ref='nope'/> | :4: No bean could be found in the registry for: nope (expected: a bean that is",
                "<setBody><jq>.x</jq></setBody> | :4: No language could be found for: jq (expected: a language that",
                "<filter><simple>${body}</simple></filter> | :4: Definition has no children",
                "<choice><when><simple>${body}</simple><to uri='bogus:x'/></when></choice> | :4: No endpoint",
                "<to uri='netchestra:exchanges/shop'/> | :4: netchestra:exchanges (expected: netchestra: and one of [events, exchange])"
            })
    void shouldSayLineAndExpectationOfABadStep(String step, String expected) {
        assertRefused(
                "a.camel.xml",
                "<routes>\n <route id='x'>\n  <from uri='timer:t'/>\n  %s\n </route>\n</routes>".formatted(step),
                expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "severity=loud | :3: severity: loud (expected: info, warning or error)",
                "queueSize=x | :3: queueSize: x (expected: 1 to 1000000)"
            })
    void shouldSayLineAndExpectationOfABadFrom(String options, String expected) {
        assertRefused(
                "a.camel.xml",
                "<routes>\n <route id='x'>\n  <from uri='netchestra:events?%s'/>\n <to uri='log:x'/>\n </route>\n</routes>"
                        .formatted(options),
                expected);
    }

    @Test
    void shouldSayWhatIsWrongWithAFileWithoutRoutes() {
        assertRefused("a.camel.xml", "rubbish \u0000\u0001", ":1: no route (expected: at least one route");
        assertRefused("a.camel.xml", "", ":1: no route (expected: at least one route");
        assertRefused("a.camel.xml", "<foo/>", ":1: no route (expected: at least one route");
        assertRefused("a.camel.yaml", "rubbish", ":1: no route (expected: at least one route");
        assertRefused("a.camel.yaml", "", "(expected: ");
    }

    @Test
    void shouldRefuseWhatCouldNotBeTakenAwayAgain() {
        String route = "<route><from uri='timer:t'/><to uri='log:x'/></route>";
        assertRefused(
                "a.camel.xml",
                "<camel><bean name='b' type='java.util.Date'/>" + route + "</camel>",
                ": beans (expected: routes only");
        assertRefused(
                "a.camel.yaml", "- beans:\n  - name: b\n    type: java.util.Date\n", ": beans (expected: routes only");
        assertRefused("a.camel.yaml", "- route-configuration:\n    id: c\n", "(expected: ");
    }

    @Test
    void shouldRefuseARouteWithoutFrom() {
        assertRefused(
                "a.camel.xml",
                "<routes>\n<route><to uri='log:x'/></route></routes>",
                ":2: a route without from (expected: from");
    }

    @Test
    void shouldSayLineAndExpectationInYaml() {
        String head = "- route:\n    id: x\n    from:\n      uri: timer:t\n      steps:\n";
        assertRefused(
                "a.camel.yaml", head + "        - tooo: log:x\n", ":6: Unknown node id: tooo (expected: a step of");
        assertRefused("a.camel.yaml", head + "        - to: bogus:x\n", ":6: No endpoint could be found for: bogus");
        assertRefused(
                "a.camel.yaml",
                head + "        - to:\n            urii: log:x\n",
                ":7: Unsupported field: urii (expected");
        assertRefused(
                "a.camel.yaml",
                "- route:\n    id: x\n    from:\n   uri: timer:t\n",
                ":4: while parsing a block mapping (expected: well");
    }

    private static void assertRefused(String file, String content, String expected) {
        assertThatThrownBy(() -> CAMEL.trial().check(new RouteFile("routes/" + file, content)))
                .isInstanceOf(RouteFileException.class)
                .hasMessageStartingWith("routes/" + file + ":")
                .hasMessageContaining(expected)
                .hasMessageNotContaining("\n");
    }
}

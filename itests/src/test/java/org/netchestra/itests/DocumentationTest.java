package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.core.config.VirtualServerReader;

/** What the documentation shows is what the appliance takes: every example of a virtual server is read, every key is named. */
final class DocumentationTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("^```\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("([a-z][A-Za-z0-9.-]*) *= (.+)");
    private static final Pattern ROW = Pattern.compile("^\\| (`[^|]*`) \\|", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([a-z][a-z0-9-]*)`");
    private static final Pattern ATTRIBUTE = Pattern.compile("<AD id=\"([^\"]+)\"");
    private static final Pattern IN_ETC = Pattern.compile("\\$\\{karaf\\.etc}/([^\\s,]+)");
    private static final String METATYPE = "/OSGI-INF/metatype/org.netchestra.virtualserver.xml";

    @TempDir
    private Path etc;

    @TestFactory
    List<DynamicTest> exampleShouldBeReadByTheAppliance() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            for (String example : examples(Files.readString(page))) {
                String title =
                        page.getFileName() + ": " + example.lines().findFirst().orElseThrow();
                tests.add(DynamicTest.dynamicTest(
                        title, () -> VirtualServerReader.read("shop", keys(withFiles(example)), null)));
            }
        }
        assertThat(tests).as("the pattern finds the examples").hasSizeGreaterThan(8);
        return tests;
    }

    @Test
    void everyKeyShouldBeDocumented() throws IOException {
        assertThat(documentedKeys()).containsExactlyInAnyOrderElementsOf(keysOfTheConsole());
    }

    /** Alternatives in one block are parted by an empty line and begin with a key that was there before. */
    private static List<String> examples(String page) {
        List<String> examples = new ArrayList<>();
        BLOCK.matcher(page).results().map(block -> block.group(1)).forEach(block -> {
            if (!isConfiguration(block)) {
                return;
            }
            String example = "";
            for (String part : block.split("\n\n", -1)) {
                boolean alternative = written(part).keySet().stream().anyMatch(written(example)::containsKey);
                if (alternative) {
                    examples.add(example);
                }
                example = alternative ? part : example + part + "\n";
            }
            examples.add(example);
        });
        return examples;
    }

    private static boolean isConfiguration(String block) {
        return block.lines()
                .allMatch(line -> line.isBlank()
                        || line.startsWith("#")
                        || KEY.matcher(line).matches());
    }

    /** The same example with files that are there. */
    private String withFiles(String example) throws IOException {
        for (MatchResult file : IN_ETC.matcher(example).results().toList()) {
            Path made = etc.resolve(file.group(1));
            Files.createDirectories(made.getParent());
            if (!Files.exists(made)) {
                Files.createFile(made);
            }
        }
        return example.replace("${karaf.etc}", etc.toString());
    }

    /** An excerpt gets what every file must have. */
    private static Map<String, String> keys(String example) {
        Map<String, String> keys =
                new LinkedHashMap<>(Map.of("listen", "127.0.0.1:8080", "servers", "s1=127.0.0.1:9001"));
        keys.putAll(written(example));
        return keys;
    }

    private static Map<String, String> written(String example) {
        Map<String, String> keys = new LinkedHashMap<>();
        example.lines()
                .map(KEY::matcher)
                .filter(Matcher::matches)
                .forEach(key -> keys.put(key.group(1), key.group(2).strip()));
        return keys;
    }

    private static Set<String> documentedKeys() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/configuration.md"));
        String table = page.substring(
                page.indexOf("\n## A virtual server"),
                page.indexOf("\n## ", page.indexOf("\n## A virtual server") + 4));
        return ROW.matcher(table)
                .results()
                .flatMap(row -> CODE.matcher(row.group(1)).results())
                .map(code -> code.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> keysOfTheConsole() throws IOException {
        try (InputStream metatype = DocumentationTest.class.getResourceAsStream(METATYPE)) {
            return ATTRIBUTE
                    .matcher(new String(metatype.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map(attribute -> attribute.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            pages.filter(page -> page.toString().endsWith(".md"))
                                    .sorted())
                    .toList();
        }
    }
}

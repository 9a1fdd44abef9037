package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every promise of docs/reliability.md names tests, and they are there. */
final class ReliabilityPageTest {
  private static final Pattern ROW = Pattern.compile("\\| ([^|]+) \\| (`[^|]+`) \\|");
  private static final Pattern NAME = Pattern.compile("`(\\w+)(?:\\.(\\w+))?`");

  private static final String TEST = "@(Test|ParameterizedTest|TestFactory)\\b";

  /** The names that each promise is held by. */
  private static Map<String, List<MatchResult>> promises() throws IOException {
    Map<String, List<MatchResult>> promises = new LinkedHashMap<>();
    for (String line : Files.readAllLines(TestHub.ROOT.resolve("docs/reliability.md"))) {
      ROW.matcher(line)
          .results()
          .forEach(
              row -> promises.put(row.group(1), NAME.matcher(row.group(2)).results().toList()));
    }
    return promises;
  }

  /** The sources of each test; modules may have one of the same name. */
  private static Map<String, String> tests() throws IOException {
    try (Stream<Path> files = Files.walk(TestHub.ROOT)) {
      return files
          .filter(file -> file.toString().contains("/src/test/java/"))
          .filter(file -> file.toString().endsWith(".java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  ReliabilityPageTest::read,
                  String::concat));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void thePageMakesPromises() throws IOException {
    assertThat(promises()).hasSizeGreaterThan(20);
  }

  @TestFactory
  Stream<DynamicTest> everyPromiseIsHeldByTestsThatExist() throws IOException {
    Map<String, String> tests = tests();
    return promises().entrySet().stream()
        .map(
            promise ->
                DynamicTest.dynamicTest(
                    promise.getKey(), () -> assertHeld(promise.getValue(), tests)));
  }

  private static void assertHeld(List<MatchResult> names, Map<String, String> tests) {
    assertThat(names).isNotEmpty();
    for (MatchResult name : names) {
      assertThat(tests).containsKey(name.group(1));
      String source = tests.get(name.group(1));
      String method = name.group(2);
      assertThat(method == null ? source : heading(source, method))
          .as(name.group())
          .containsPattern(method == null ? TEST + "|extends \\w+Contract" : TEST)
          .doesNotContain("@Disabled");
    }
  }

  /** What stands above a method: its annotations among it. */
  private static String heading(String source, String method) {
    int at = source.indexOf("void " + method + "(");
    return at < 0 ? "" : source.substring(source.lastIndexOf("\n\n", at), at);
  }
}

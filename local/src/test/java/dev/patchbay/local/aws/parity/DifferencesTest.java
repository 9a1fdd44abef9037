package dev.patchbay.local.aws.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every row of docs/aws-differences.md names the tests that hold it, and those stand. */
class DifferencesTest {
  private static final Path ROOT = Differences.page().getParent().getParent();

  @TestFactory
  Stream<DynamicTest> namesTheTestThatHoldsIt() throws IOException {
    return Stream.concat(
            Differences.table("What the laptop does otherwise").stream(),
            Differences.table("Limits").stream())
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.cells().getFirst(),
                    () -> {
                      List<String> tests = Arrays.asList(row.cells().getLast().split(",\\s*"));
                      assertThat(tests).allSatisfy(DifferencesTest::stands);
                    }));
  }

  /** {@code LimitsTest.aRuleHasFiveTargets}, somewhere in the project's tests. */
  private static void stands(String test) {
    String[] parts = test.replace("`", "").split("\\.");
    assertThat(parts).as(test).hasSize(2);
    try (Stream<Path> files = Files.walk(ROOT)) {
      List<Path> found =
          files
              .filter(file -> file.endsWith(parts[0] + ".java"))
              .filter(file -> file.toString().contains("/src/test/"))
              .toList();
      assertThat(found).as(test).isNotEmpty();
      assertThat(found)
          .as(test)
          .anySatisfy(file -> assertThat(Files.readString(file)).contains(" " + parts[1] + "("));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

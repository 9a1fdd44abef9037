package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.template.TemplateFile;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What builds a commit: CodeBuild by buildspec.yml, and CI by .ci/run. */
final class PipelineTest {
  private static String text(String file) throws IOException {
    return Files.readString(TestHub.ROOT.resolve(file));
  }

  /** The image's own JDK is 17, whatever else it has. */
  @Test
  void codeBuildTakesTheJdkThatTheSourcesAreWrittenFor() throws IOException {
    Map<String, Object> phases =
        TemplateFile.read(TestHub.ROOT.resolve("buildspec.yml")).section("phases");
    Object runtimes = Json.object(phases.get("install")).get("runtime-versions");
    Matcher release = Pattern.compile("<maven.compiler.release>(\\d+)<").matcher(text("pom.xml"));
    assertThat(release.find()).isTrue();
    assertThat(Json.object(runtimes)).containsEntry("java", "corretto" + release.group(1));
  }

  @Test
  void bothCheckTheSameTemplatesAndThatIsAllThereAre() throws IOException {
    assertThat(text(".ci/run")).contains(".ci/templates");
    assertThat(text("buildspec.yml")).contains(".ci/templates");
    String list =
        text(".ci/templates")
            .lines()
            .filter(line -> line.startsWith("cfn-lint --ignore-checks W3002 -- template.yaml"))
            .findFirst()
            .orElseThrow();
    List<String> globs = Arrays.asList(list.substring(list.indexOf(" -- ") + 4).split(" "));
    assertThat(templates())
        .hasSizeGreaterThan(6)
        .allMatch(
            template ->
                globs.stream()
                    .anyMatch(
                        glob ->
                            FileSystems.getDefault()
                                .getPathMatcher("glob:" + glob)
                                .matches(template)));
  }

  private static List<Path> templates() throws IOException {
    try (Stream<Path> files = Files.walk(TestHub.ROOT, 3)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .map(TestHub.ROOT::relativize)
          .filter(file -> !file.toString().contains("target/"))
          .filter(PipelineTest::isTemplate)
          .toList();
    }
  }

  private static boolean isTemplate(Path file) {
    try {
      return text(file.toString()).startsWith("AWSTemplateFormatVersion");
    } catch (IOException e) {
      return false;
    }
  }
}

package dev.patchbay.router.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.router.TestCatalog;
import dev.patchbay.router.reading.Routes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The same routes give the same text, or a deployment would change what nobody has changed. The
 * JDK's unordered maps draw their order once for each JVM, so it takes several to see it.
 */
class StableTextTest {
  private static final int JVMS = 4;
  private static final String ROUTES =
      """
      routes:
        - name: all-kinds
          when: {source: [github], $or: [{severity: [error]}, {data: {count: [{numeric: [">", 3]}]}}]}
          deliver:
            - slack: {channel: "#ops"}
              digest: 5m
            - twilio: {to: "+15005550006"}
            - sns: {topic: "arn:aws:sns:eu-west-1:123456789012:people"}
            - archive: {}
            - aws: {arn: "arn:aws:kinesis:eu-west-1:123456789012:stream/events"}
            - aws: {arn: "arn:aws:logs:eu-west-1:123456789012:log-group:events"}
            - aws: {arn: "arn:aws:sqs:eu-west-1:123456789012:jobs.fifo", messageGroup: one}
      watch:
        - source: github
          quietFor: 6h
          badSignatures: 5
      """;

  public static void main(String[] arguments) {
    CatalogFile catalog = CatalogFile.read(TestCatalog.root().resolve("connector-catalog.json"));
    Routes routes = Routes.parse("routes.yaml", ROUTES, catalog);
    if (!routes.problems().isEmpty()) {
      throw new IllegalStateException(routes.problems().toString());
    }
    System.out.print(new RouteCompiler(catalog).compile(routes.routes(), routes.watches()));
  }

  @Test
  void isWrittenByEveryJvm() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < JVMS; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Dpatchbay.root=" + TestCatalog.root(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  StableTextTest.class.getName())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    }
    Set<String> texts = new HashSet<>();
    for (Process process : processes) {
      texts.add(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      assertThat(process.waitFor()).isZero();
    }
    assertThat(texts).singleElement().asString().contains("AllKindsRule");
  }
}

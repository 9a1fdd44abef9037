package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.catalog.SampleFolder;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.local.sandbox.Inbox;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sample of every source, sent by the command to a hub that was told nothing about it. */
final class SendEverySourceTest {
  private static final CatalogFile CATALOG =
      CatalogFile.read(TestHub.ROOT.resolve("connector-catalog.json"));
  private static final String ROUTES =
      """
      routes:
        - name: everything
          when: {severity: [debug, info, warning, error, critical]}
          deliver:
            - slack: {channel: "#{{ source }}"}
      """;

  @TempDir static Path folder;
  private static TestHub hub;

  @BeforeAll
  static void start() throws Exception {
    System.setProperty("patchbay.home", TestHub.ROOT.toString());
    hub = TestHub.start(folder, ROUTES, Map.of(), Map.of("DefaultBusSources", "aws.s3"));
  }

  @AfterAll
  static void stop() {
    hub.close();
    System.clearProperty("patchbay.home");
  }

  @Test
  void reachesSlackWithNoTemplate() {
    Set<String> sent = new TreeSet<>();
    for (String name : CATALOG.sources().keySet()) {
      SourceEntry entry = CATALOG.source(name).orElseThrow();
      boolean onlyTheSourceCan =
          entry.signature().stream().anyMatch(one -> one.certificate() != null);
      assertThat(send(name)).as(name).isEqualTo(onlyTheSourceCan ? 1 : 0);
      if (!onlyTheSourceCan) {
        sent.add("#" + name);
      }
    }
    TestHub.await(() -> reached().containsAll(sent));
    assertThat(hub.inbox("slack"))
        .allSatisfy(
            arrival ->
                assertThat(arrival.text()).as(arrival.to()).isNotBlank().doesNotContain("null"));
  }

  private static Set<String> reached() {
    return hub.inbox("slack").stream().map(Inbox.Arrival::to).collect(Collectors.toSet());
  }

  private static int send(String name) {
    SampleFolder samples = new SampleFolder(name);
    String sample =
        samples.names().stream()
            .filter(each -> !samples.read(each).isHandshake())
            .findFirst()
            .orElseThrow();
    return Main.run(
        "send",
        name,
        sample,
        "--aws-port",
        Integer.toString(Running.port(hub.hub().endpointUrl())),
        "--url",
        hub.hub().webhooksUrl() + "/" + name);
  }
}

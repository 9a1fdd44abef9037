package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.catalog.SourceEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every rule holds for every entry of this repository, and what is generated of them is fresh. */
class CatalogTest {
  private static final Path ROOT = Path.of(System.getProperty("patchbay.root")).toAbsolutePath();

  private final CatalogCheck check = new CatalogCheck();

  @TestFactory
  Stream<DynamicTest> everyEntry() {
    return Entry.all(ROOT).stream()
        .flatMap(
            entry ->
                check.rules().stream()
                    .map(
                        rule ->
                            DynamicTest.dynamicTest(
                                entry.kind().word() + " " + entry.name() + " " + rule.name(),
                                () -> assertThat(rule.faults(entry)).isEmpty())));
  }

  @Test
  void theAssembledCatalogIsFresh() throws IOException {
    assertThat(ROOT.resolve(CatalogAssembler.FILE))
        .content()
        .isEqualTo(new CatalogAssembler(ROOT).text());
  }

  @Test
  void theAssembledCatalogHoldsEveryEntry() {
    CatalogFile catalog = CatalogFile.read(ROOT.resolve(CatalogAssembler.FILE));
    assertThat(Entry.all(ROOT))
        .allSatisfy(
            entry ->
                assertThat(
                        entry.kind() == Kind.SOURCE
                            ? catalog.source(entry.name()).map(SourceEntry::name)
                            : catalog.connector(entry.name()).map(ConnectorEntry::name))
                    .contains(entry.name()));
  }

  @Test
  void thePagesAreFresh() throws IOException {
    for (Map.Entry<String, String> page : new CatalogPages(ROOT).pages().entrySet()) {
      assertThat(ROOT.resolve("docs/catalog").resolve(page.getKey()))
          .content()
          .isEqualTo(page.getValue());
    }
  }

  @Test
  void noPageHoldsAFormatSpecifier() {
    assertThat(new CatalogPages(ROOT).pages())
        .allSatisfy(
            (name, text) -> assertThat(text).as(name).doesNotContainPattern("%[0-9$.]*[sdf]"));
  }

  @Test
  void everyLinkOfAPageLeadsSomewhere() {
    for (Map.Entry<String, String> page : new CatalogPages(ROOT).pages().entrySet()) {
      Path folder = ROOT.resolve("docs/catalog").resolve(page.getKey()).getParent();
      List<String> links =
          Pattern.compile("]\\(([^)h][^)]*)\\)")
              .matcher(page.getValue())
              .results()
              .map(link -> link.group(1))
              .toList();
      assertThat(links).allSatisfy(link -> assertThat(Files.exists(folder.resolve(link))).isTrue());
    }
  }
}

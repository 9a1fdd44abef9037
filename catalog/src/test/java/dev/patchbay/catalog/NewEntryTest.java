package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewEntryTest {
  @TempDir private Path root;

  @Test
  void isAssembledAndDescribedAsItIs() {
    new NewEntry(root).write(Kind.CONNECTOR, "acme-two");
    new NewEntry(root).write(Kind.SOURCE, "acme");
    CatalogAssembler assembler = new CatalogAssembler(root);
    assertThat(assembler.write()).isTrue();
    assertThat(assembler.write()).isFalse();
    CatalogPages pages = new CatalogPages(root);
    assertThat(pages.write())
        .containsExactly(
            root.resolve("docs/catalog/README.md"),
            root.resolve("docs/catalog/connectors/acme-two.md"),
            root.resolve("docs/catalog/sources/acme.md"));
    assertThat(pages.write()).isEmpty();
    assertThat(root.resolve("docs/catalog/connectors/acme-two.md"))
        .content()
        .contains("# Acme two");
  }

  @Test
  void refusesAnExistingNameAndOneThatIsNone() {
    NewEntry start = new NewEntry(root);
    start.write(Kind.CONNECTOR, "acme");
    assertThatThrownBy(() -> start.write(Kind.CONNECTOR, "acme"))
        .hasMessageContaining("exists already");
    assertThatThrownBy(() -> start.write(Kind.CONNECTOR, "../x")).hasMessageContaining("no name");
  }
}

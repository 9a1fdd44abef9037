package dev.patchbay.catalog;

import java.nio.file.Path;
import java.util.List;

/** The build's step: checks all entries, then writes the assembled catalog and the pages. */
public final class CatalogBuild {
  private CatalogBuild() {}

  /** Takes the repository's root; ends with 1 where an entry is at fault, which it names. */
  public static void main(String[] arguments) {
    Path root = Path.of(arguments[0]).toAbsolutePath().normalize();
    List<Fault> faults = new CatalogCheck().check(root);
    if (!faults.isEmpty()) {
      faults.forEach(System.err::println);
      System.exit(1);
    }
    if (new CatalogAssembler(root).write()) {
      System.out.println("wrote " + CatalogAssembler.FILE);
    }
    new CatalogPages(root)
        .write()
        .forEach(page -> System.out.println("wrote " + root.relativize(page)));
  }
}

package dev.patchbay.catalog;

import java.util.stream.Stream;

/** Something that must hold for every entry. Thread-safe. */
public interface Rule {
  /** What must hold, as a phrase that follows the entry's name: "fits the catalog's schema". */
  String name();

  /** Where it does not hold; empty where all is well. */
  Stream<Fault> faults(Entry entry);
}

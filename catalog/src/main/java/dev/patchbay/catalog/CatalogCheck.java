package dev.patchbay.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Names every fault of entries, by JSON path and in a person's words. Thread-safe. */
public final class CatalogCheck {
  private final List<Rule> rules;

  /** A check by all rules. */
  public CatalogCheck() {
    CatalogSchema schema = new CatalogSchema();
    this.rules =
        List.of(
            new SchemaRule(schema),
            new ExpressionRule(schema),
            new PiecesRule(schema),
            new PropertyRule(schema),
            new SenseRule());
  }

  /** What is held against each entry. */
  public List<Rule> rules() {
    return rules;
  }

  /** The faults of all entries under the repository's root; empty where the catalog is sound. */
  public List<Fault> check(Path root) {
    return Entry.all(root).stream().flatMap(entry -> check(entry).stream()).toList();
  }

  /** The faults of one entry; what one rule says of a path, no later rule says again. */
  public List<Fault> check(Entry entry) {
    List<Fault> faults = new ArrayList<>();
    for (Rule rule : rules) {
      Set<String> known = faults.stream().map(Fault::path).collect(Collectors.toSet());
      rule.faults(entry).filter(fault -> !known.contains(fault.path())).forEach(faults::add);
    }
    return faults;
  }

  /** The faults of an assembled entry's expressions: what would fail only once an event comes. */
  public List<Fault> expressions(Kind kind, String name, Map<String, Object> json) {
    Entry entry = new Entry(Path.of(""), kind, name, json, null);
    return rules.stream()
        .filter(ExpressionRule.class::isInstance)
        .flatMap(rule -> rule.faults(entry))
        .toList();
  }
}

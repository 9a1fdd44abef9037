package dev.patchbay.catalog;

import dev.patchbay.core.catalog.PieceSyntax;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads every text that the schema's {@code language} says is a place or pieces, and looks up the
 * fields of the secret that they name.
 */
final class PiecesRule implements Rule {
  private final CatalogSchema schema;

  PiecesRule(CatalogSchema schema) {
    this.schema = schema;
  }

  @Override
  public String name() {
    return "has places and pieces that can be read";
  }

  @Override
  public Stream<Fault> faults(Entry entry) {
    List<Fault> faults = new ArrayList<>();
    new EntryWalk(schema)
        .walk(
            entry,
            (described, value, path) -> {
              switch (String.valueOf(described.get("language"))) {
                case "place" -> check(entry, path, value, true, faults);
                case "pieces" -> checkAll(entry, path, value, faults);
                case "pieces-both-ways" -> {
                  checkAll(entry, path, value, faults);
                  Json.object(value)
                      .keySet()
                      .forEach(key -> check(entry, path, key, false, faults));
                }
                default -> {}
              }
            });
    return faults.stream();
  }

  private static void checkAll(Entry entry, String path, Object value, List<Fault> faults) {
    switch (value) {
      case String text -> check(entry, path, text, false, faults);
      case Map<?, ?> object ->
          object.forEach((key, item) -> checkAll(entry, path + "." + key, item, faults));
      case List<?> array -> {
        for (int i = 0; i < array.size(); i++) {
          checkAll(entry, path + "[" + i + "]", array.get(i), faults);
        }
      }
      case null, default -> {}
    }
  }

  private static void check(
      Entry entry, String path, Object value, boolean place, List<Fault> faults) {
    if (!(value instanceof String text) || place && isHeaderPrefix(entry, path)) {
      return;
    }
    try {
      Set<String> named = place ? fields(PieceSyntax.place(text)) : fields(text);
      Set<String> known = known(entry);
      named.stream()
          .filter(field -> !known.contains(field))
          .forEach(
              field ->
                  faults.add(
                      new Fault(
                          entry.file(),
                          path,
                          "names '"
                              + field
                              + "', which is no field of the secret"
                              + Nearest.suggestion(field, known))));
    } catch (IllegalArgumentException e) {
      faults.add(new Fault(entry.file(), path, "cannot be read: " + e.getMessage()));
    }
  }

  /** Where Standard Webhooks stand is said by the first part of their headers' names. */
  private static boolean isHeaderPrefix(Entry entry, String path) {
    return entry.json().get("signature") instanceof List<?> alternatives
        && java.util.stream.IntStream.range(0, alternatives.size())
            .filter(i -> path.equals("$.signature[" + i + "].at"))
            .mapToObj(i -> Json.object(alternatives.get(i)).get("scheme"))
            .anyMatch("standard-webhooks"::equals);
  }

  private static Set<String> fields(PieceSyntax.PlaceName place) {
    return place.kind().equals("secret") ? Set.of(place.name()) : Set.of();
  }

  private static Set<String> fields(String pieces) {
    Set<String> fields = new java.util.TreeSet<>();
    for (PieceSyntax.Part part : PieceSyntax.parse(pieces)) {
      if (part instanceof PieceSyntax.Insertion insertion) {
        insertion.places().forEach(place -> fields.addAll(fields(place)));
        insertion.pipes().stream()
            .map(PieceSyntax.Pipe::field)
            .filter(field -> !field.isEmpty())
            .forEach(fields::add);
      }
    }
    return fields;
  }

  private static Set<String> known(Entry entry) {
    return entry.json().get("secret") instanceof Map<?, ?> secret
            && secret.get("properties") instanceof Map<?, ?> properties
        ? Json.object(properties).keySet()
        : Set.of();
  }
}

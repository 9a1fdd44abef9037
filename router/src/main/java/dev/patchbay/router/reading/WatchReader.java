package dev.patchbay.router.reading;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.json.BindingException;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Nearest;
import dev.patchbay.core.json.Records;
import dev.patchbay.router.route.Watch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Reads {@code watch} of a routes file. For one file; not thread-safe. */
final class WatchReader {
  static final String KEY = "watch";

  private final CatalogFile catalog;
  private final BiConsumer<String, String> problem;
  private final Set<String> watched = new HashSet<>();

  WatchReader(CatalogFile catalog, BiConsumer<String, String> problem) {
    this.catalog = catalog;
    this.problem = problem;
  }

  List<Watch> read(Object value) {
    List<Watch> watches = new ArrayList<>();
    if (value == null) {
      return watches;
    }
    if (!(value instanceof List<?> list)) {
      problem.accept(KEY, "'watch' must be a list, such as '- source: github' with quietFor: 6h");
      return watches;
    }
    for (int i = 0; i < list.size(); i++) {
      Watch watch = watch(list.get(i), KEY + "[" + i + "]");
      if (watch != null) {
        watches.add(watch);
      }
    }
    return watches;
  }

  private Watch watch(Object value, String path) {
    if (!(value instanceof Map<?, ?> map)) {
      problem.accept(path, "a watch is like {source: github, quietFor: 6h}");
      return null;
    }
    try {
      Watch watch = Records.bind(Json.object(map), Watch.class);
      check(watch, path);
      return watch;
    } catch (BindingException e) {
      problem.accept(path + e.path().replaceFirst("^[$]", ""), e.reason());
      return null;
    }
  }

  private void check(Watch watch, String path) {
    Set<String> sources = catalog.sources().keySet();
    if (!sources.contains(watch.source())) {
      problem.accept(
          path + ".source",
          "the catalog has no source '%s'%s"
              .formatted(
                  watch.source(),
                  Nearest.of(watch.source(), sources)
                      .map(nearest -> "; did you mean '" + nearest + "'?")
                      .orElse("; ./patchbay catalog list names them")));
    }
    if (!watched.add(watch.source())) {
      problem.accept(
          path + ".source", "'" + watch.source() + "' is watched above already; say it all there");
    }
  }
}

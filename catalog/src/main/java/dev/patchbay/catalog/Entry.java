package dev.patchbay.catalog;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An entry as it lies in the repository.
 *
 * @param name of its folder
 * @param json the entry; empty where the file is no JSON object
 * @param malformed why the file is no JSON object, or null
 */
public record Entry(Path root, Kind kind, String name, Map<String, Object> json, String malformed) {
  static final String FILE = "entry.json";

  /** All entries under the repository's root, by kind and name. */
  public static List<Entry> all(Path root) {
    List<Entry> entries = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      folders(kind.folder(root)).forEach(folder -> entries.add(read(root, kind, folder)));
    }
    return entries;
  }

  /** The entry of that name, if there is one. */
  public static Optional<Entry> find(Path root, Kind kind, String name) {
    return all(root).stream()
        .filter(entry -> entry.kind() == kind && entry.name().equals(name))
        .findFirst();
  }

  /** An entry from memory, checked as if it lay there. */
  static Entry of(Path root, Kind kind, String name, String text) {
    try {
      return new Entry(root, kind, name, Json.parseObject(text), null);
    } catch (JsonException e) {
      return new Entry(root, kind, name, Map.of(), e.getMessage());
    }
  }

  /** Its folder. */
  public Path folder() {
    return kind.folder(root).resolve(name);
  }

  /** Its file, relative to the root, with slashes. */
  public String file() {
    return root.relativize(folder().resolve(FILE)).toString().replace('\\', '/');
  }

  /** The samples beside it, sorted by path, relative to its folder. */
  public List<Path> samples() {
    Path samples = folder().resolve("samples");
    if (!Files.isDirectory(samples)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(samples)) {
      return files.filter(Files::isRegularFile).map(folder()::relativize).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry read(Path root, Kind kind, Path folder) {
    try {
      String text = Files.readString(folder.resolve(FILE));
      return of(root, kind, folder.getFileName().toString(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> folders(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(parent)) {
      return folders.filter(folder -> Files.isRegularFile(folder.resolve(FILE))).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

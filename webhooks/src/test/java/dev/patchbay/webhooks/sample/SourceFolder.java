package dev.patchbay.webhooks.sample;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A source of the catalog with its samples, by file name. {@code -Dsources=a,b} picks folders.
 *
 * @param name of the folder
 */
public record SourceFolder(String name, SourceEntry entry, SortedMap<String, Sample> samples) {
  public static List<SourceFolder> all() {
    List<String> picked = Arrays.asList(System.getProperty("sources", "").split(","));
    try (Stream<Path> folders =
        Files.list(Path.of(System.getProperty("patchbay.root"), "webhooks", "sources"))) {
      return folders
          .filter(Files::isDirectory)
          .filter(
              folder ->
                  picked.equals(List.of("")) || picked.contains(folder.getFileName().toString()))
          .sorted()
          .map(SourceFolder::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SourceFolder read(Path folder) {
    SortedMap<String, Sample> samples = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("samples"))) {
      for (Path file : files.toList()) {
        samples.put(file.getFileName().toString(), bound(file, Sample.class));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SourceFolder(
        folder.getFileName().toString(),
        bound(folder.resolve("entry.json"), SourceEntry.class),
        samples);
  }

  private static <T> T bound(Path file, Class<T> type) {
    try {
      return Records.bind(Json.parseObject(Files.readString(file)), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

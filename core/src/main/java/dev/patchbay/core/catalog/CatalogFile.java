package dev.patchbay.core.catalog;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An assembled catalog: {@code {"sources": {NAME: entry}, "connectors": {NAME: entry}}}, entries
 * bound when they are first asked for.
 */
public final class CatalogFile implements Catalog {
  private final SortedMap<String, Object> sources;
  private final SortedMap<String, Object> connectors;
  private final Map<String, SourceEntry> boundSources = new ConcurrentHashMap<>();
  private final Map<String, ConnectorEntry> boundConnectors = new ConcurrentHashMap<>();

  private CatalogFile(Map<String, Object> catalog) {
    this.sources = new TreeMap<>(Json.object(catalog.getOrDefault("sources", Map.of())));
    this.connectors = new TreeMap<>(Json.object(catalog.getOrDefault("connectors", Map.of())));
  }

  /**
   * Reads a catalog file.
   *
   * @throws dev.patchbay.core.json.JsonException when it is no JSON object
   */
  public static CatalogFile read(Path file) {
    try {
      return new CatalogFile(Json.parseObject(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The entries of all sources as JSON, by name. */
  public SortedMap<String, Object> sources() {
    return sources;
  }

  /** The entries of all connectors as JSON, by name. */
  public SortedMap<String, Object> connectors() {
    return connectors;
  }

  @Override
  public Optional<SourceEntry> source(String name) {
    return bound(name, sources, boundSources, SourceEntry.class);
  }

  @Override
  public Optional<ConnectorEntry> connector(String name) {
    return bound(name, connectors, boundConnectors, ConnectorEntry.class);
  }

  private static <T> Optional<T> bound(
      String name, Map<String, Object> entries, Map<String, T> bound, Class<T> type) {
    return Optional.ofNullable(entries.get(name))
        .map(entry -> bound.computeIfAbsent(name, _ -> Records.bind(Json.object(entry), type)));
  }
}

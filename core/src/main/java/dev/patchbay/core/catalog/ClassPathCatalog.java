package dev.patchbay.core.catalog;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The entries in a function's jar, each read when it is first asked for: a cold start reads only
 * what it needs.
 */
final class ClassPathCatalog implements Catalog {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  private final Map<String, SourceEntry> sources = new ConcurrentHashMap<>();
  private final Map<String, ConnectorEntry> connectors = new ConcurrentHashMap<>();

  @Override
  public Optional<SourceEntry> source(String name) {
    return entry("sources", name, SourceEntry.class, sources);
  }

  @Override
  public Optional<ConnectorEntry> connector(String name) {
    return entry("connectors", name, ConnectorEntry.class, connectors);
  }

  private static <T> Optional<T> entry(
      String kind, String name, Class<T> type, Map<String, T> known) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(known.computeIfAbsent(name, key -> read(kind, key, type)));
  }

  private static <T> T read(String kind, String name, Class<T> type) {
    String resource = "/catalog/" + kind + "/" + name + "/entry.json";
    try (InputStream in = ClassPathCatalog.class.getResourceAsStream(resource)) {
      return in == null ? null : Records.bind(Json.parseObject(in.readAllBytes()), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

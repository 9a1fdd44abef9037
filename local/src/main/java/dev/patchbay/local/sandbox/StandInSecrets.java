package dev.patchbay.local.sandbox;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.catalog.SourceKeys;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.store.Store;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Secrets for what has none yet: a connector's leads to its stand-in, a source's is random, so that
 * nobody else can sign. Each is made once and kept in the store. Thread-safe.
 */
public final class StandInSecrets {
  private static final String CONNECTORS = "patchbay/connectors/";
  private static final String SOURCES = "patchbay/sources/";
  private static final String BASE_URL = "baseUrl";

  private final Catalog catalog;
  private final Supplier<String> sandboxUrl;
  private final Store store;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param sandboxUrl the address of the sandbox, known once its server stands
   */
  public StandInSecrets(Catalog catalog, Supplier<String> sandboxUrl, Store store) {
    this.catalog = catalog;
    this.sandboxUrl = sandboxUrl;
    this.store = store;
    store.define(
        "create table if not exists stand_in_secrets (name text primary key, fields text not"
            + " null)");
  }

  /**
   * The secret under a name of Secrets Manager; empty for what the catalog does not hold, and for
   * named accounts.
   */
  public Optional<Map<String, Object>> of(String name) {
    if (name.startsWith(CONNECTORS)) {
      return ofConnector(name.substring(CONNECTORS.length()));
    }
    return name.startsWith(SOURCES)
        ? catalog
            .source(name.substring(SOURCES.length()))
            .map(entry -> kept(name, List.of(), () -> ofSource(entry)))
        : Optional.empty();
  }

  /** The secret of a connector's stand-in; empty where the catalog declares none. */
  public Optional<Map<String, Object>> ofConnector(String connector) {
    return catalog
        .connector(connector)
        .filter(entry -> entry.sandbox() != null)
        .map(entry -> withAddress(connector, entry));
  }

  /** Where the address is the secret itself, its end is what nobody else knows. */
  private Map<String, Object> withAddress(String connector, ConnectorEntry entry) {
    List<String> names = required(entry.secret());
    names.addAll(entry.sandbox().secret());
    Map<String, Object> fields =
        new LinkedHashMap<>(kept(CONNECTORS + connector, names, () -> made(entry.secret(), names)));
    String address = sandboxUrl.get() + Sandbox.PATH + connector;
    boolean isSecret = isSecret(property(entry.secret(), BASE_URL));
    fields.put(BASE_URL, isSecret ? address + "/" + fields.get(BASE_URL) : address);
    return fields;
  }

  private Map<String, Object> ofSource(SourceEntry entry) {
    Map<String, Object> fields = made(entry.secret(), required(entry.secret()));
    // What the source would hand over, so that samples can be signed without it.
    entry.handshake().stream()
        .flatMap(handshake -> handshake.store().keySet().stream())
        .forEach(field -> fields.computeIfAbsent(field, _ -> value(Map.of("secret", true))));
    // Where a certificate is fetched from the source's own host, no key of ours is any good.
    if (entry.signature().stream().allMatch(one -> one.certificate() == null)) {
      fields.putAll(SourceKeys.of(entry));
    }
    return fields;
  }

  /** What is kept under a name; made only where it lacks one, since a key pair takes seconds. */
  private Map<String, Object> kept(
      String name, List<String> fields, Supplier<Map<String, Object>> made) {
    return kept(name)
        .filter(kept -> kept.keySet().containsAll(fields))
        .orElseGet(() -> kept(name, made.get()));
  }

  private Optional<Map<String, Object>> kept(String name) {
    return store.write(
        in -> {
          try (PreparedStatement select =
              in.prepareStatement("select fields from stand_in_secrets where name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? Optional.of(Json.parseObject(row.getString(1)))
                  : Optional.<Map<String, Object>>empty();
            }
          }
        });
  }

  /** The first value of a field stands, whoever else has made one meanwhile. */
  private Map<String, Object> kept(String name, Map<String, Object> fresh) {
    return store.write(
        in -> {
          try (PreparedStatement upsert =
              in.prepareStatement(
                  """
                  insert into stand_in_secrets values (?, ?)
                  on conflict (name)
                  do update set fields = json_patch(excluded.fields, fields) returning fields\
                  """)) {
            upsert.setString(1, name);
            upsert.setString(2, Json.write(fresh));
            try (ResultSet row = upsert.executeQuery()) {
              row.next();
              return Json.parseObject(row.getString(1));
            }
          }
        });
  }

  /** Every field of these names: its example where it is no secret, else random text. */
  private Map<String, Object> made(ConnectorEntry.Schema schema, List<String> names) {
    Map<String, Object> fields = new LinkedHashMap<>();
    names.forEach(field -> fields.put(field, value(property(schema, field))));
    return fields;
  }

  private static Map<String, Object> property(ConnectorEntry.Schema schema, String field) {
    return schema == null ? Map.of() : schema.properties().getOrDefault(field, Map.of());
  }

  private static boolean isSecret(Map<String, Object> property) {
    return Boolean.TRUE.equals(property.get("secret"));
  }

  /** With those of the first alternative, where the schema has alternatives. */
  private static List<String> required(ConnectorEntry.Schema schema) {
    if (schema == null) {
      return new ArrayList<>();
    }
    List<String> required = new ArrayList<>(schema.required());
    if (!schema.anyOf().isEmpty() && schema.anyOf().getFirst() instanceof Map<?, ?> first) {
      ((List<?>) first.get("required")).forEach(field -> required.add(field.toString()));
    }
    return required;
  }

  private Object value(Map<String, Object> property) {
    if (!isSecret(property)
        && property.get("examples") instanceof List<?> examples
        && !examples.isEmpty()) {
      return examples.getFirst();
    }
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}

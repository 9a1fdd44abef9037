package dev.patchbay.connectors.testkit;

import dev.patchbay.connectors.spi.Connection;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Memory;
import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.expression.Parameters;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.secret.Secrets;
import dev.patchbay.core.setting.Settings;
import java.lang.reflect.RecordComponent;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A connector's catalog entry in tests: read as its function reads it, used as the kit uses it. */
public final class Entries {
  private Entries() {}

  /** The entry on the class path. */
  public static ConnectorEntry of(String connector) {
    return Catalog.of(new Settings(_ -> null)).connector(connector).orElseThrow();
  }

  /** A connection with these fields in its secret, and a memory of its own. */
  public static Connection connection(String connector, Map<String, Object> secret) {
    return connection(connector, secret, new InMemoryMemory(InstantSource.system()));
  }

  /** A connection with these fields in its secret. */
  public static Connection connection(String connector, Map<String, Object> secret, Memory memory) {
    return new Connection(
        new Secret(Secrets.ofConnector(connector), "1", secret), of(connector), memory);
  }

  /** A delivery with the entry's defaults, rendered over the event as the kit renders it. */
  public static Delivery delivery(String connector, Event event, Map<String, Object> parameters) {
    return delivery(connector, event, parameters, _ -> {});
  }

  /** One whose answers somebody hears. */
  public static Delivery delivery(
      String connector, Event event, Map<String, Object> parameters, Consumer<String> listener) {
    return new Delivery(
        "0123456789abcdef0123456789abcdef",
        "a-route",
        event,
        Parameters.render(of(connector).parameters(), parameters, event.detail()),
        () -> Json.writeBytes(event.data()),
        event.traceparent(),
        listener);
  }

  /**
   * What an entry and the records that read it disagree on, one line each: each property of a
   * schema is a component, and each component a property; each property is explained; what looks
   * like a secret is marked as one; every expression compiles.
   */
  public static List<String> problems(ConnectorEntry entry, Class<?> parameters, Class<?> secret) {
    List<String> problems = new ArrayList<>();
    compare("parameters", entry.parameters(), parameters, problems);
    compare("secret", entry.secret(), secret, problems);
    entry.secret().properties().forEach((name, property) -> secrecy(name, property, problems));
    entry.sandbox().endpoints().forEach(endpoint -> expressions(endpoint, problems));
    return problems;
  }

  private static void compare(
      String where, ConnectorEntry.Schema schema, Class<?> record, List<String> problems) {
    Set<String> components =
        Arrays.stream(record.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!components.equals(new TreeSet<>(schema.properties().keySet()))) {
      problems.add(where + ": schema " + schema.properties().keySet() + ", code " + components);
    }
    schema
        .properties()
        .forEach(
            (name, property) -> {
              for (String key : List.of("title", "description", "examples")) {
                if (!property.containsKey(key)) {
                  problems.add(where + "." + name + " has no " + key);
                }
              }
              if (property.containsKey("default") == schema.required().contains(name)) {
                problems.add(where + "." + name + " wants a default or is required");
              }
            });
  }

  private static void secrecy(String name, Map<String, Object> property, List<String> problems) {
    boolean looks = name.matches("(?i).*(token|secret|password|key|webhookUrl)");
    boolean marked =
        Boolean.TRUE.equals(property.get("secret")) && "password".equals(property.get("format"));
    if (looks != marked) {
      problems.add("secret." + name + (looks ? " is not marked" : " is marked") + " as a secret");
    }
  }

  private static void expressions(ConnectorEntry.Endpoint endpoint, List<String> problems) {
    List<String> expressions = new ArrayList<>();
    expressions.addAll(endpoint.recalls().values());
    endpoint.refuse().forEach(refusal -> expressions.add(refusal.when()));
    endpoint
        .remembers()
        .forEach(leaves -> expressions.addAll(List.of(leaves.key(), leaves.value())));
    if (endpoint.shows() != null) {
      ConnectorEntry.Shows shows = endpoint.shows();
      expressions.addAll(
          Arrays.asList(shows.to(), shows.from(), shows.text(), shows.name(), shows.receipt()));
    }
    for (String expression : expressions) {
      try {
        if (expression != null) {
          Expression.compile(expression);
        }
      } catch (RuntimeException e) {
        problems.add(endpoint.path() + ": " + e.getMessage());
      }
    }
  }
}

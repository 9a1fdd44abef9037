package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.Connection;
import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.setting.Settings;
import java.time.Clock;

/** A destination that its catalog entry's {@code request} describes in full. Thread-safe. */
public final class HttpConnector implements Connector {
  private final String name;
  private final Transport transport;
  private final ResultBus bus;
  private final Clock clock;

  /** A connector that waits as long for an answer as a function can afford. */
  public HttpConnector(String name) {
    this(
        name,
        Transport.DEFAULT,
        new EventBridgeResults(Settings.ofEnvironment()),
        Clock.systemUTC());
  }

  HttpConnector(String name, Transport transport, ResultBus bus, Clock clock) {
    this.name = name;
    this.transport = transport;
    this.bus = bus;
    this.clock = clock;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Sender connect(Connection connection) {
    ConnectorEntry entry = connection.entry();
    if (entry.request() == null) {
      throw new IllegalStateException("the catalog entry of " + name + " declares no request");
    }
    requireSecret(connection);
    ConnectorEntry.Request request = entry.request();
    Secret secret = connection.secret();
    RequestPlan plan = RequestPlan.of(request, connection.baseUrl(request.baseUrl()), secret);
    Auth auth = Auth.of(request.auth(), secret, transport, clock);
    Caller caller = new Caller(auth, request.compress(), transport);
    AnswerReading reading = AnswerReading.of(request, secret, clock);
    if (request.batch() != null) {
      return new HttpBatchSender(
          plan, caller, reading, new Sharing(request.batch()), entry.effect());
    }
    Results results =
        request.publishes() == null ? null : new Results(name, request.publishes(), bus, clock);
    return new HttpSender(plan, caller, reading, results, entry.effect());
  }

  private static void requireSecret(Connection connection) {
    if (connection.entry().secret() == null) {
      return;
    }
    for (String field : connection.entry().secret().required()) {
      Object value = connection.secret().fields().get(field);
      if (value == null || "".equals(value)) {
        throw new MisconfiguredException(
            "secret " + connection.secret().name() + ": '" + field + "' is not set");
      }
    }
  }
}

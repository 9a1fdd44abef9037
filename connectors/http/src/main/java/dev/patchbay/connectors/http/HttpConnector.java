package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.Connection;
import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.catalog.ConnectorEntry;
import java.net.URI;
import java.time.Clock;

/** A destination that its catalog entry's {@code request} describes in full. Thread-safe. */
public final class HttpConnector implements Connector {
  private final String name;
  private final Transport transport;
  private final Clock clock;

  /** A connector that waits as long for an answer as a function can afford. */
  public HttpConnector(String name) {
    this(name, Transport.DEFAULT, Clock.systemUTC());
  }

  HttpConnector(String name, Transport transport, Clock clock) {
    this.name = name;
    this.transport = transport;
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
    URI base = connection.baseUrl(entry.request().baseUrl());
    return new HttpSender(
        RequestPlan.of(entry.request(), base, connection.secret()),
        AnswerReading.of(entry.request(), connection.secret(), clock),
        transport,
        entry.effect());
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

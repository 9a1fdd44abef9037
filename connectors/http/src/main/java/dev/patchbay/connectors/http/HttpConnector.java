package dev.patchbay.connectors.http;

import dev.patchbay.connectors.kit.destination.Mask;
import dev.patchbay.connectors.spi.Connection;
import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.setting.Settings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** A destination that its catalog entry's {@code request} describes in full. Thread-safe. */
public final class HttpConnector implements Connector {
  private final String name;
  private final Function<ConnectorEntry, Transport> transports;
  private final ResultBus bus;
  private final Clock clock;
  private final String region;

  /** A connector that waits for an answer as long as its entry's deadline allows. */
  public HttpConnector(String name) {
    this(
        name,
        entry -> Transport.within(entry.deadline()),
        new EventBridgeResults(Settings.ofEnvironment()),
        Clock.systemUTC(),
        Settings.ofEnvironment().anyRegion().orElse(""));
  }

  /**
   * @param region that the function runs in, or nothing
   */
  HttpConnector(String name, Transport transport, ResultBus bus, Clock clock, String region) {
    this(name, _ -> transport, bus, clock, region);
  }

  private HttpConnector(
      String name,
      Function<ConnectorEntry, Transport> transports,
      ResultBus bus,
      Clock clock,
      String region) {
    this.name = name;
    this.transports = transports;
    this.bus = bus;
    this.clock = clock;
    this.region = region;
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
    String base = base(connection, request);
    Map<String, Object> place = Map.of("region", region, "channel", UUID.randomUUID().toString());
    RequestPlan plan = RequestPlan.of(request, base, secret, place);
    Transport transport = transport(entry, secret);
    Auth auth = Auth.of(request.auth(), secret, transport, clock);
    Caller caller = new Caller(auth, request.compress(), request.redirects(), transport);
    AnswerReading reading =
        AnswerReading.of(
            request, entry.effect(), Mask.of(entry, secret.fields(), auth::shown), clock);
    if (request.batch() != null) {
      Acknowledgements acknowledgements =
          request.acknowledgement() == null
              ? null
              : new Acknowledgements(
                  request.acknowledgement(),
                  RequestPlan.of(question(request), base, secret, place),
                  caller);
      return new HttpBatchSender(
          plan, caller, reading, new Sharing(request.batch()), acknowledgements, entry.effect());
    }
    Results results =
        request.publishes() == null ? null : new Results(name, request.publishes(), bus, clock);
    Expression again = request.again() == null ? null : Expression.compile(request.again());
    return new HttpSender(plan, caller, again, reading, results, entry.effect());
  }

  /** The indexer that took something is the one that knows whether it has stored it. */
  private Transport transport(ConnectorEntry entry, Secret secret) {
    Transport transport = transports.apply(entry).trusting(Trust.of(secret));
    return entry.request().acknowledgement() == null ? transport : transport.sticky();
  }

  /** The request that asks for an acknowledgement. */
  private static ConnectorEntry.Request question(ConnectorEntry.Request request) {
    return new ConnectorEntry.Request(
        "POST",
        request.baseUrl(),
        request.acknowledgement().path(),
        request.headers(),
        request.auth(),
        request.acknowledgement().body(),
        Map.of(),
        false,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        null);
  }

  /** The secret's address, else the destination's own, which the delivery may complete. */
  private static String base(Connection connection, ConnectorEntry.Request request) {
    String other = connection.secret().text("baseUrl");
    boolean isOwn = request.baseUrl() != null && (other == null || other.isBlank());
    return isOwn ? request.baseUrl() : connection.baseUrl(null).toString();
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

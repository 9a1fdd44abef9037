package dev.patchbay.connectors.slack;

import dev.patchbay.connectors.spi.Connection;
import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Sender;
import java.net.URI;
import java.time.Duration;
import okhttp3.HttpUrl;

/** Slack, by a bot through its Web API or by an incoming webhook, with Slack's own SDK. */
public final class SlackConnector implements Connector {
  private final Duration answer;

  /** A connector that waits as long for an answer as a function can afford. */
  public SlackConnector() {
    this(Duration.ofSeconds(10));
  }

  SlackConnector(Duration answer) {
    this.answer = answer;
  }

  @Override
  public String name() {
    return "slack";
  }

  @Override
  public Sender connect(Connection connection) {
    SlackSecret secret = connection.secret(SlackSecret.class);
    return secret.isWebhook() ? webhook(connection, secret) : bot(connection, secret);
  }

  private Sender bot(Connection connection, SlackSecret secret) {
    URI baseUrl = connection.baseUrl("https://slack.com");
    String methods = baseUrl + (baseUrl.getPath().endsWith("/api") ? "/" : "/api/");
    SlackCalls calls = new SlackCalls(SlackHttp.methods(methods, secret.token(), answer));
    return new SlackSender(calls, connection.memory());
  }

  /** A base URL takes the place of the webhook's host. */
  private Sender webhook(Connection connection, SlackSecret secret) {
    URI address = URI.create(secret.webhookUrl());
    String url =
        connection.baseUrl(address.getScheme() + "://" + address.getRawAuthority())
            + address.getRawPath();
    if (HttpUrl.parse(url) == null) { // else the HTTP client says so at each call, and quotes it
      throw new MisconfiguredException(
          "secret " + connection.secret().name() + ": webhookUrl is no address");
    }
    return new WebhookSender(SlackHttp.client(url, answer), url, secret.webhookChannel());
  }
}

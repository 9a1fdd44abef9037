package dev.patchbay.connectors.twilio;

import com.twilio.http.TwilioRestClient;
import dev.patchbay.connectors.spi.Connection;
import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.spi.Sender;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Text messages and calls by Twilio's Messages and Calls resources and its own SDK. */
public final class TwilioConnector implements Connector {
  /** For a look at what Twilio has: a delivery's lease holds for a call and this. */
  private static final Duration LOOK = Duration.ofSeconds(4);

  private final Optional<String> publicUrl;
  private final Duration answer;
  private final Recent recent = new Recent();

  /**
   * A connector that waits as long for an answer as a function can afford.
   *
   * @param publicUrl under which Twilio reaches the hub's webhooks
   */
  public TwilioConnector(Optional<String> publicUrl) {
    this(publicUrl, Duration.ofSeconds(15));
  }

  TwilioConnector(Optional<String> publicUrl, Duration answer) {
    this.publicUrl = publicUrl;
    this.answer = answer;
  }

  @Override
  public String name() {
    return "twilio";
  }

  @Override
  public Sender connect(Connection connection) {
    TwilioSecret secret = connection.secret(TwilioSecret.class);
    URI baseUrl = connection.baseUrl("https://api.twilio.com");
    return new TwilioSender(
        secret,
        client(secret, baseUrl, answer),
        client(secret, baseUrl, answer.compareTo(LOOK) < 0 ? answer : LOOK),
        StatusCallback.of(secret.statusCallback(), publicUrl),
        recent);
  }

  private static TwilioRestClient client(TwilioSecret secret, URI baseUrl, Duration answer) {
    return new TwilioRestClient.Builder(secret.user(), secret.authToken())
        .accountSid(secret.accountSid())
        .httpClient(new TwilioHttp(baseUrl, answer))
        .build();
  }
}

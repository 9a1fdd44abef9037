package dev.patchbay.connectors.twilio;

import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageCreator;
import com.twilio.type.PhoneNumber;
import dev.patchbay.connectors.spi.Connection;
import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.json.BindingException;
import java.time.Duration;
import java.time.Instant;

/**
 * Text messages by Twilio's Messages resource and its own SDK. A message once sent cannot be looked
 * up by anything of ours, so that a delivery of unknown outcome is parked for a person unless its
 * route says otherwise.
 */
public final class TwilioConnector implements Connector {
  private final Duration answer;

  /** A connector that waits as long for an answer as a function can afford. */
  public TwilioConnector() {
    this(Duration.ofSeconds(15));
  }

  TwilioConnector(Duration answer) {
    this.answer = answer;
  }

  @Override
  public String name() {
    return "twilio";
  }

  @Override
  public Sender connect(Connection connection) {
    TwilioSecret secret = connection.secret(TwilioSecret.class);
    TwilioHttp http = new TwilioHttp(connection.baseUrl("https://api.twilio.com"), answer);
    TwilioRestClient client =
        new TwilioRestClient.Builder(secret.accountSid(), secret.authToken())
            .httpClient(http)
            .build();
    return delivery -> send(client, secret, delivery);
  }

  private static Outcome send(TwilioRestClient client, TwilioSecret secret, Delivery delivery) {
    boolean routeNamesSender = false;
    try {
      TwilioParameters parameters = delivery.parameters(TwilioParameters.class);
      routeNamesSender = parameters.namesSender();
      Message message = creator(secret, parameters).create(client);
      return new Outcome.Delivered(new Receipt(message.getSid() == null ? "" : message.getSid()));
    } catch (BindingException e) {
      return new Outcome.Rejected(e.getMessage());
    } catch (TwilioHttp.Refused refused) {
      return TwilioAnswer.of(refused, routeNamesSender, Instant.now());
    } catch (TwilioHttp.Unreachable e) {
      return new Outcome.Retry("Twilio could not be reached: " + e.cause());
    } catch (TwilioHttp.BrokenExchange e) {
      return new Outcome.Unknown("the connection to Twilio failed after sending: " + e.cause());
    }
  }

  private static MessageCreator creator(TwilioSecret secret, TwilioParameters parameters) {
    PhoneNumber to = new PhoneNumber(parameters.to());
    if (!parameters.namesSender()
        && secret.from() == null
        && secret.messagingServiceSid() != null) {
      return Message.creator(to, secret.messagingServiceSid(), parameters.text());
    }
    boolean ofSecret = !parameters.namesSender() && secret.from() != null;
    PhoneNumber from = new PhoneNumber(ofSecret ? secret.from() : parameters.from());
    return Message.creator(to, from, parameters.text());
  }
}

package dev.patchbay.connectors.twilio;

import com.twilio.exception.TwilioException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.rest.api.v2010.account.CallCreator;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageCreator;
import com.twilio.type.PhoneNumber;
import com.twilio.type.Twiml;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.spi.Reconciling;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.json.BindingException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Sends a message or makes a call, once. Twilio has no key against repetition, so that a delivery
 * whose last attempt may have been carried out is looked for before it is sent again. Thread-safe.
 */
final class TwilioSender implements Sender, Reconciling {
  /** By which Twilio's clock and ours may differ. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final TwilioSecret secret;
  private final TwilioRestClient client;
  private final TwilioRestClient looking;
  private final StatusCallback statusCallback;
  private final Recent recent;

  /**
   * @param looking the client that lists what Twilio has, with less patience
   */
  TwilioSender(
      TwilioSecret secret,
      TwilioRestClient client,
      TwilioRestClient looking,
      StatusCallback statusCallback,
      Recent recent) {
    this.secret = secret;
    this.client = client;
    this.looking = looking;
    this.statusCallback = statusCallback;
    this.recent = recent;
  }

  @Override
  public Outcome send(Delivery delivery) {
    TwilioParameters parameters;
    try {
      parameters = delivery.parameters(TwilioParameters.class);
    } catch (BindingException e) {
      return new Outcome.Rejected(e.getMessage());
    }
    Party sender = Party.of(parameters, secret);
    if (parameters.call() && sender.from() == null) {
      return new Outcome.Rejected("a call comes from a number: say 'from' in the route");
    }
    return madeBefore(delivery)
        .<Outcome>map(Outcome.Delivered::new)
        .orElseGet(() -> sent(delivery, parameters, sender));
  }

  private Optional<Receipt> madeBefore(Delivery delivery) {
    try {
      return recent.doubtfulSince(delivery.id()).isPresent() ? find(delivery) : Optional.empty();
    } catch (RuntimeException _) { // whoever sends it again knows that it may be there already
      return Optional.empty();
    }
  }

  private Outcome sent(Delivery delivery, TwilioParameters parameters, Party sender) {
    Instant begun = Instant.now();
    try {
      Optional<URI> callback = statusCallback.of(delivery);
      String sid =
          parameters.call()
              ? call(parameters, sender, callback).create(client).getSid()
              : message(parameters, sender, callback).create(client).getSid();
      if (sid == null || sid.isBlank()) {
        recent.doubt(delivery.id(), begun);
        return new Outcome.Unknown("Twilio answered yes and named no message");
      }
      recent.sent(sid, delivery.id());
      return new Outcome.Delivered(new Receipt(sid));
    } catch (TwilioHttp.Refused refused) {
      if (refused.status() >= 500) {
        recent.doubt(delivery.id(), begun);
      }
      return TwilioAnswer.of(refused, sender.ofRoute(), Instant.now());
    } catch (TwilioHttp.Unreachable e) {
      return new Outcome.Retry("Twilio could not be reached: " + e.cause(), true);
    } catch (TwilioHttp.BrokenExchange e) {
      recent.doubt(delivery.id(), begun);
      return new Outcome.Unknown(
          "the connection to Twilio failed after sending: " + e.cause(), true);
    } catch (TwilioException _) { // not chained: its message quotes the answer
      recent.doubt(delivery.id(), begun);
      return new Outcome.Unknown("Twilio answered yes, and the rest could not be read");
    }
  }

  private static MessageCreator message(
      TwilioParameters parameters, Party sender, Optional<URI> callback) {
    PhoneNumber to = new PhoneNumber(parameters.to());
    MessageCreator message =
        sender.service() == null
            ? Message.creator(to, new PhoneNumber(sender.from()), parameters.text())
            : Message.creator(to, sender.service(), parameters.text());
    if (!parameters.contentSid().isEmpty()) {
      message.setBody(null);
      message.setContentSid(parameters.contentSid());
      message.setContentVariables(parameters.variables());
    } else if (!parameters.media().isEmpty()) {
      message.setMediaUrl(parameters.media());
    }
    callback.ifPresent(message::setStatusCallback);
    return message;
  }

  private static CallCreator call(
      TwilioParameters parameters, Party caller, Optional<URI> callback) {
    String twiml = Speech.of(parameters.text(), parameters.voice(), parameters.language());
    CallCreator call =
        Call.creator(
            new PhoneNumber(parameters.to()), new PhoneNumber(caller.from()), new Twiml(twiml));
    callback.ifPresent(call::setStatusCallback);
    return call;
  }

  /**
   * A message is known by its ends, its words and its time. It may be that of another event which
   * says the same: rather than one text message twice, people get one for the two of them.
   */
  @Override
  public Optional<Receipt> find(Delivery delivery) {
    TwilioParameters parameters = delivery.parameters(TwilioParameters.class);
    Party sender = Party.of(parameters, secret);
    Instant since = recent.doubtfulSince(delivery.id()).orElseGet(() -> received(delivery));
    History history =
        new History(looking, since.minus(SKEW), sid -> recent.isOfAnother(sid, delivery.id()));
    String text = parameters.contentSid().isEmpty() ? parameters.text() : null;
    Optional<String> sid = found(history, parameters, sender, text);
    sid.ifPresent(found -> recent.sent(found, delivery.id()));
    return sid.map(Receipt::new);
  }

  private static Optional<String> found(
      History history, TwilioParameters parameters, Party sender, String text) {
    try {
      return parameters.call()
          ? history.call(parameters.to(), sender)
          : history.message(parameters.to(), sender, text);
    } catch (TwilioException _) { // not chained: its message quotes the messages
      throw new IllegalStateException("Twilio's list of messages could not be read");
    }
  }

  private static Instant received(Delivery delivery) {
    try {
      return Instant.parse(delivery.event().receivedAt());
    } catch (DateTimeParseException _) {
      return Instant.EPOCH.plus(SKEW);
    }
  }
}

package dev.patchbay.connectors.box;

import com.box.sdkgen.box.errors.BoxSDKError;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.json.BindingException;
import java.time.Instant;

/**
 * Makes a file per delivery, then its comment and its task. Each step finds what an earlier attempt
 * has done of it, so that a step that fails costs no file twice.
 */
record BoxSender(Login login, Contents contents, Filing filing, Notes notes) implements Sender {
  @Override
  public Outcome send(Delivery delivery) {
    try {
      BoxParameters parameters = delivery.parameters(BoxParameters.class);
      if (parameters.task() != null) {
        Due.at(parameters.task().due(), delivery.event()); // refused before anything is made
      }
      try (Content content = contents.of(parameters, delivery)) {
        Filing.Filed filed = login.with(() -> filing.put(parameters, delivery, content));
        return noted(filed, parameters, delivery);
      }
    } catch (BindingException e) {
      return new Outcome.Rejected(e.getMessage());
    } catch (Refused refused) {
      return refused.outcome();
    } catch (BoxSDKError e) {
      return BoxAnswer.of(e, Instant.now());
    }
  }

  private Outcome noted(Filing.Filed filed, BoxParameters parameters, Delivery delivery) {
    boolean look = !filed.made() || parameters.fetches();
    String missing = "comment";
    try {
      if (!parameters.comment().isEmpty()) {
        login.with(
            () -> {
              notes.comment(filed.id(), parameters.comment(), delivery.event(), look);
              return filed;
            });
      }
      missing = "task";
      if (parameters.task() != null) {
        login.with(
            () -> {
              notes.task(filed.id(), parameters.task(), delivery.event(), look);
              return filed;
            });
      }
      return new Outcome.Delivered(new Receipt(filed.id()));
    } catch (Refused refused) {
      return without(missing, filed, refused.outcome());
    } catch (BoxSDKError e) {
      return without(missing, filed, BoxAnswer.of(e, Instant.now()));
    }
  }

  private static Outcome without(String missing, Filing.Filed filed, Outcome outcome) {
    return BoxAnswer.saying(
        outcome,
        reason -> reason + "; the file is there (" + filed.id() + "), its " + missing + " is not");
  }
}

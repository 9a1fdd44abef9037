package dev.patchbay.webhooks.handshake;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.json.Json;
import dev.patchbay.webhooks.reading.Reading;
import dev.patchbay.webhooks.request.Answer;
import java.util.List;
import java.util.Map;

/**
 * What a source is answered to its events: as its entry says, else 202 and their ids. Thread-safe.
 */
public final class Acceptance {
  private record Own(Expression when, AnswerForm form) {}

  private final List<Own> own;

  /** Compiles the answers of an entry. */
  public Acceptance(SourceEntry entry) {
    this.own = entry.answers().accepted().stream().map(Acceptance::own).toList();
  }

  private static Own own(SourceEntry.Accepted from) {
    return new Own(
        from.when() == null ? null : Expression.compile(from.when()),
        AnswerForm.of(from.status(), from.headers(), from.body()));
  }

  /**
   * The answer to a request whose events were accepted.
   *
   * @param ids of the events
   */
  public Answer answer(Reading reading, List<String> ids) {
    for (Own one : own) {
      if (one.when() == null || reading.holds(one.when())) {
        return one.form().fill(reading);
      }
    }
    Object body = ids.size() == 1 ? Map.of("id", ids.getFirst()) : Map.of("ids", ids);
    return new Answer(202, Map.of("content-type", "application/json"), Json.write(body));
  }
}

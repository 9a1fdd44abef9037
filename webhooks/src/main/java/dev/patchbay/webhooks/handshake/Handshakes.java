package dev.patchbay.webhooks.handshake;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.log.Log;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.secret.WritableSecrets;
import dev.patchbay.webhooks.reading.Bytes;
import dev.patchbay.webhooks.reading.Fetch;
import dev.patchbay.webhooks.reading.Pieces;
import dev.patchbay.webhooks.reading.PinnedUrl;
import dev.patchbay.webhooks.reading.Reading;
import dev.patchbay.webhooks.request.Answer;
import dev.patchbay.webhooks.request.Refusal;
import dev.patchbay.webhooks.request.RefusedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The questions of a source that are answered and make no event. Thread-safe. */
public final class Handshakes {
  private record Question(
      Expression when,
      boolean unsigned,
      Map<Pieces, Pieces> equals,
      Map<String, Pieces> store,
      PinnedUrl visit,
      AnswerForm answer) {}

  private final List<Question> questions;
  private final WritableSecrets secrets;
  private final Fetch fetch;

  /**
   * @param secrets where a secret is kept that a source hands over
   * @param fetch calls the address that a source wants visited
   */
  public Handshakes(SourceEntry entry, WritableSecrets secrets, Fetch fetch) {
    this.questions = entry.handshake().stream().map(Handshakes::question).toList();
    this.secrets = secrets;
    this.fetch = fetch;
  }

  private static Question question(SourceEntry.Handshake from) {
    Map<Pieces, Pieces> equals = new HashMap<>();
    from.equals().forEach((one, other) -> equals.put(Pieces.compile(one), Pieces.compile(other)));
    Map<String, Pieces> store = new HashMap<>();
    from.store().forEach((field, pieces) -> store.put(field, Pieces.compile(pieces)));
    SourceEntry.Answer answer = from.answer();
    return new Question(
        Expression.compile(from.when()),
        from.unsigned(),
        equals,
        store,
        from.visit() == null ? null : PinnedUrl.of(from.visit()),
        AnswerForm.of(answer.status(), answer.headers(), answer.body()));
  }

  /** Whether the source asks anything before it signs. */
  public boolean anyUnsigned() {
    return questions.stream().anyMatch(Question::unsigned);
  }

  /**
   * The answer, or empty where the request asks nothing.
   *
   * @param unsigned whether the signature is still to be looked at
   * @throws RefusedException where what it shows does not match the secret
   */
  public Optional<Answer> answer(Reading reading, boolean unsigned) {
    for (Question question : questions) {
      if (question.unsigned() == unsigned && reading.holds(question.when())) {
        return Optional.of(answer(question, reading));
      }
    }
    return Optional.empty();
  }

  private Answer answer(Question question, Reading reading) {
    if (!Pieces.equal(question.equals(), reading, null)) {
      throw new RefusedException(Refusal.BAD_SIGNATURE, "the handshake's token does not match");
    }
    if (!question.store().isEmpty()) {
      store(question.store(), reading);
    }
    if (question.visit() != null) {
      visit(question.visit(), reading);
    }
    return question.answer().fill(reading);
  }

  /** Whoever asks first gives the secret; nobody after that. */
  private void store(Map<String, Pieces> fields, Reading reading) {
    Secret secret = reading.secret();
    if (secret == null) {
      throw new RefusedException(Refusal.UNKNOWN_ACCOUNT, "there is no secret for this account");
    }
    Map<String, Object> kept = new HashMap<>(secret.fields());
    fields.forEach((field, pieces) -> handOver(kept, field, pieces.text(reading, null)));
    if (!kept.equals(secret.fields())) {
      secrets.put(secret.name(), kept);
      Log.info("secret handed over", "secret", secret.name(), "fields", fields.keySet());
    }
  }

  private static void handOver(Map<String, Object> kept, String field, String given) {
    String known = kept.get(field) instanceof String text ? text : "";
    if (given == null || given.isBlank()) {
      throw new RefusedException(Refusal.BAD_SIGNATURE, "the handshake hands no secret over");
    }
    if (!known.isEmpty() && !Bytes.same(known, given)) {
      throw new RefusedException(
          Refusal.BAD_SIGNATURE,
          "the secret's " + field + " is set already; a second webhook needs its own account");
    }
    kept.put(field, given);
  }

  private void visit(PinnedUrl address, Reading reading) {
    boolean visited = address.in(reading).flatMap(fetch::get).isPresent();
    if (!visited) {
      throw new RefusedException(
          Refusal.NOT_ACCEPTED, "the address that the source wants called did not answer");
    }
  }
}

package dev.patchbay.webhooks;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.expression.Expression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The questions of a source that are answered and make no event. Thread-safe. */
final class Handshakes {
  private record Question(
      Expression when, boolean unsigned, Map<Pieces, Pieces> equals, SourceEntry.Answer answer) {}

  private final List<Question> questions;

  Handshakes(SourceEntry entry) {
    this.questions = entry.handshake().stream().map(Handshakes::question).toList();
  }

  private static Question question(SourceEntry.Handshake from) {
    Map<Pieces, Pieces> equals = new HashMap<>();
    from.equals().forEach((one, other) -> equals.put(Pieces.compile(one), Pieces.compile(other)));
    return new Question(Expression.compile(from.when()), from.unsigned(), equals, from.answer());
  }

  /** Whether the source asks anything before it signs. */
  boolean anyUnsigned() {
    return questions.stream().anyMatch(Question::unsigned);
  }

  Optional<Answer> answer(Reading reading, boolean unsigned) {
    for (Question question : questions) {
      if (question.unsigned() == unsigned && reading.holds(question.when())) {
        if (!Signing.equal(question.equals(), reading, null)) {
          throw new RefusedException(Refusal.BAD_SIGNATURE, "the handshake's token does not match");
        }
        return Optional.of(Answers.fill(question.answer(), reading));
      }
    }
    return Optional.empty();
  }
}

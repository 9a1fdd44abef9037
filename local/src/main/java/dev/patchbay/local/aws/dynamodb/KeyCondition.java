package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.local.aws.AwsException;
import java.util.List;

/** Finds the partition that a key condition names. */
final class KeyCondition {
  private KeyCondition() {}

  /** The value that the expression wants of the hash key, by {@code =}. */
  static Object hash(String expression, Names names, String hash) {
    Tokens tokens = new Tokens(expression);
    while (!tokens.isAtEnd()) {
      if (tokens.peek().matches("[#A-Za-z_][A-Za-z0-9_]*") && !tokens.follows("(")) {
        List<Object> path = names.path(tokens);
        if (path.equals(List.of(hash)) && tokens.take("=")) {
          return names.value(tokens.next());
        }
      } else {
        tokens.next();
      }
    }
    throw new AwsException(
        "ValidationException", "Query condition missed key schema element: " + hash);
  }
}

package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Members;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code #names} and {@code :values} of a request's expressions stand for. It notes which are
 * used, since DynamoDB refuses a request with one that is not.
 */
final class Names {
  private final Map<String, Object> names;
  private final Map<String, Object> values;
  private final Set<String> unusedNames;
  private final Set<String> unusedValues;

  Names(Map<String, Object> request) {
    names = Members.object(request, "ExpressionAttributeNames");
    values = Members.object(request, "ExpressionAttributeValues");
    unusedNames = new LinkedHashSet<>(names.keySet());
    unusedValues = new LinkedHashSet<>(values.keySet());
  }

  /** The value that the next token stands for. */
  Map<String, Object> value(Tokens tokens) {
    if (!tokens.peek().startsWith(":")) {
      throw tokens.syntaxError();
    }
    String placeholder = tokens.next();
    Object value = values.get(placeholder);
    if (value == null) {
      throw tokens.invalid(
          "An expression attribute value used in expression is not defined; attribute value: "
              + placeholder);
    }
    unusedValues.remove(placeholder);
    return Attributes.canonical(value);
  }

  /** Reads a document path such as {@code a.#b[0]}: names as text, places of lists as numbers. */
  List<Object> path(Tokens tokens) {
    List<Object> path = new ArrayList<>(List.of(name(tokens)));
    while (true) {
      if (tokens.take(".")) {
        path.add(name(tokens));
      } else if (tokens.take("[")) {
        path.add(index(tokens));
        tokens.expect("]");
      } else {
        return path;
      }
    }
  }

  private static int index(Tokens tokens) {
    if (!tokens.peek().matches("[0-9]{1,9}")) {
      throw tokens.syntaxError();
    }
    return Integer.parseInt(tokens.next());
  }

  private String name(Tokens tokens) {
    if (!tokens.peek().matches("#[A-Za-z0-9_]+|[A-Za-z_][A-Za-z0-9_]*")) {
      throw tokens.syntaxError();
    }
    String token = tokens.next();
    if (token.startsWith("#")) {
      return named(tokens, token);
    }
    if (ReservedWords.has(token)) {
      throw tokens.invalid("Attribute name is a reserved keyword; reserved keyword: " + token);
    }
    return token;
  }

  private String named(Tokens tokens, String placeholder) {
    Object name = names.get(placeholder);
    if (name == null) {
      throw tokens.invalid(
          "An expression attribute name used in the document path is not defined; attribute name: "
              + placeholder);
    }
    unusedNames.remove(placeholder);
    return name.toString();
  }

  /** Call when every expression is read. */
  void requireAllUsed() {
    require(unusedNames, "ExpressionAttributeNames");
    require(unusedValues, "ExpressionAttributeValues");
  }

  private static void require(Set<String> unused, String member) {
    if (!unused.isEmpty()) {
      throw new AwsException(
          "ValidationException",
          "Value provided in %s unused in expressions: keys: {%s}"
              .formatted(member, String.join(", ", unused)));
    }
  }
}

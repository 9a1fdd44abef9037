package dev.patchbay.local.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.AwsException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What DynamoDB refuses, in its own words. */
class RefusalsTest {
  private static final TableSchema TABLE =
      TableSchema.of(
          "t",
          Map.of(
              "AttributeDefinitions",
                  List.of(
                      Map.of("AttributeName", "pk", "AttributeType", "S"),
                      Map.of("AttributeName", "sk", "AttributeType", "N")),
              "KeySchema",
                  List.of(
                      Map.of("AttributeName", "pk", "KeyType", "HASH"),
                      Map.of("AttributeName", "sk", "KeyType", "RANGE"))));

  private static String refusal(Runnable action) {
    AwsException refused = catchThrowableOfType(AwsException.class, action::run);
    assertThat(refused).isNotNull();
    assertThat(refused.code()).isEqualTo("ValidationException");
    return refused.getMessage();
  }

  private static Map<String, Object> values(String json) {
    return Json.parseObject(json.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UpdateExpression | SET state = :v | Attribute name is a reserved keyword",
        "UpdateExpression | SET a = :v, a.b = :v | Two document paths overlap with each other",
        "UpdateExpression | SET a = :v SET b = :v | The \"SET\" section can only be used once",
        "UpdateExpression | SET a = :w | attribute value: :w",
        "UpdateExpression | SET #a = :v | attribute name: #a",
        "UpdateExpression | SET a = twice(:v) | Invalid function name; function: twice",
        "UpdateExpression | ADD a :v | Incorrect operand type for operator or function",
        "ConditionExpression | a = | Syntax error; token: \"<EOF>\"",
        "ConditionExpression | a == :v | Syntax error; token: \"=\"",
        "ConditionExpression | a = :v) | Syntax error; token: \")\"",
        "ConditionExpression | exists(a) | Invalid function name; function: exists",
        "FilterExpression | attribute_type(a, :v) | Invalid attribute type name found",
        "ProjectionExpression | a, a | Two document paths overlap with each other",
        "ProjectionExpression | a b | Syntax error; token: \"b\"",
        "KeyConditionExpression | pk <> :v | Invalid operator used in KeyConditionExpression"
      })
  void refusesAnExpression(String kind, String expression, String wanted) {
    Map<String, Object> request =
        Map.of(kind, expression, "ExpressionAttributeValues", values("{':v': {'S': 'x'}}"));

    assertThat(refusal(() -> Expressions.of(request)))
        .startsWith("Invalid " + kind)
        .contains(wanted);
  }

  @Test
  void refusesAValueThatNoExpressionUses() {
    Map<String, Object> request =
        Map.of(
            "ConditionExpression",
            "attribute_exists(a)",
            "ExpressionAttributeValues",
            values("{':v': {'S': 'x'}}"));

    assertThat(refusal(() -> Expressions.of(request)))
        .isEqualTo("Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sk = :n | Query condition missed key schema element: pk",
        "pk > :s | Query key condition not supported",
        "pk = :n | Condition parameter type does not match schema type",
        "pk = :s AND apart = :n | Query condition missed key schema element: sk",
        "pk = :s AND sk > :n AND sk < :n | Query key condition not supported",
        "pk = :s AND sk BETWEEN :n AND :m | requires upper bound to be greater than or equal",
        "pk = :s AND begins_with(sk, :n) | operator or function: begins_with"
      })
  void refusesAKeyCondition(String expression, String wanted) {
    Names names =
        new Names(
            Map.of(
                "ExpressionAttributeValues",
                values("{':s': {'S': 'x'}, ':n': {'N': '5'}, ':m': {'N': '4'}}")));

    Tokens tokens = new Tokens("KeyConditionExpression", expression);
    assertThat(refusal(() -> new KeyCondition(tokens, names).span(TABLE))).contains(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'sk': {'N': '1'}} | Missing the key pk in the item",
        "{'pk': {'N': '1'}, 'sk': {'N': '1'}} | Type mismatch for key pk expected: S actual: N",
        "{'pk': {'S': ''}, 'sk': {'N': '1'}} | cannot contain an empty string value. Key: pk",
        "{'pk': {'S': 'x'}, 'sk': {'N': 'one'}} | cannot be converted to a numeric value: one",
        "{'pk': {'S': 'x'}, 'sk': {'N': '1e126'}} | Number overflow",
        "{'pk': {'S': 'x'}, 'sk': {'N': '1e-131'}} | Number underflow",
        "{'pk': {'S': 'x'}, 'sk': {'N': '123456789012345678901234567890123456789'}} | more than 38",
        "{'pk': {'S': 'x'}, 'sk': {'N': '1'}, 'a': {'SS': []}} | may not be empty",
        "{'pk': {'S': 'x'}, 'sk': {'N': '1'}, 'a': {'NS': ['1', '1.0']}} | contains duplicates",
        "{'pk': {'S': 'x'}, 'sk': {'N': '1'}, 'a': {}} | must contain exactly one"
      })
  void refusesAnItem(String item, String wanted) {
    assertThat(refusal(() -> TABLE.place(Attributes.canonicalMembers(values(item)))))
        .contains(wanted);
  }

  @Test
  void refusesAKeyThatDoesNotMatchTheSchema() {
    assertThat(refusal(() -> TABLE.placeOfKey(values("{'pk': {'S': 'x'}}"))))
        .isEqualTo("The provided key element does not match the schema");
  }
}

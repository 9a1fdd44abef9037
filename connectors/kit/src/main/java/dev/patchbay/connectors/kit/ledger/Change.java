package dev.patchbay.connectors.kit.ledger;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * A change of one item of the table, made where its condition holds.
 *
 * @param condition null where there is none
 * @param names of attributes that are reserved words
 */
public record Change(
    Map<String, AttributeValue> key,
    String update,
    String condition,
    Map<String, String> names,
    Map<String, AttributeValue> values) {
  /**
   * Makes it.
   *
   * @param back what is asked for of the item; empty where there was, or is, none
   * @throws ConditionalCheckFailedException where its condition does not hold, with the item
   */
  public Map<String, AttributeValue> make(DynamoDbClient client, String table, ReturnValue back) {
    return client
        .updateItem(
            request ->
                request
                    .tableName(table)
                    .key(key)
                    .updateExpression(update)
                    .conditionExpression(condition)
                    .expressionAttributeNames(names.isEmpty() ? null : names)
                    .expressionAttributeValues(values.isEmpty() ? null : values)
                    .returnValues(back)
                    .returnValuesOnConditionCheckFailure(
                        ReturnValuesOnConditionCheckFailure.ALL_OLD))
        .attributes();
  }
}

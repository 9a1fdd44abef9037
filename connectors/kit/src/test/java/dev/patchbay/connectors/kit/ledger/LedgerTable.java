package dev.patchbay.connectors.kit.ledger;

import dev.patchbay.core.moto.Moto;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The ledger's table as template.yaml makes it, in moto. */
public final class LedgerTable implements AutoCloseable {
  public static final String NAME = "patchbay-ledger";
  public static final java.time.Duration KEPT = java.time.Duration.ofDays(15);

  private final Moto moto;
  private final DynamoDbClient client;

  public LedgerTable() throws Exception {
    moto = Moto.start();
    client = moto.client(DynamoDbClient.builder());
    client.createTable(
        table ->
            table
                .tableName(NAME)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
                .attributeDefinitions(text("pk"), text("sk")));
  }

  public DynamoDbClient client() {
    return client;
  }

  /** A client of its own, which tells of its calls. */
  DynamoDbClient client(ExecutionInterceptor interceptor) {
    return moto.client(
        DynamoDbClient.builder()
            .overrideConfiguration(override -> override.addExecutionInterceptor(interceptor)));
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  @Override
  public void close() {
    client.close();
    moto.close();
  }
}

package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.AwsRequest;
import dev.patchbay.local.aws.AwsResponse;
import dev.patchbay.local.aws.AwsService;
import dev.patchbay.local.aws.JsonProtocol;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.clock.HubClock;
import dev.patchbay.local.store.Store;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.Physical;
import dev.patchbay.local.template.Provider;
import dev.patchbay.local.template.TemplateException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** DynamoDB's JSON protocol, and the template's tables. Thread-safe. */
public final class DynamoService implements AwsService, Provider {
  /**
   * Properties of a table that change what a program sees of it, and that the laptop does not run.
   */
  private static final List<String> REFUSED =
      List.of(
          "StreamSpecification",
          "KinesisStreamSpecification",
          "GlobalSecondaryIndexes",
          "LocalSecondaryIndexes",
          "ImportSourceSpecification");

  private final Tables tables;
  private final JsonProtocol protocol;

  public DynamoService(Store store, HubClock clock) {
    this.tables = new Tables(store, clock);
    ItemOperations items = new ItemOperations(tables);
    BatchOperations batches = new BatchOperations(tables);
    Transaction transaction = new Transaction(tables);
    Map<String, JsonProtocol.Operation> operations = new HashMap<>();
    operations.put("ListTables", _ -> Map.of("TableNames", List.copyOf(tables.names())));
    operations.put("DescribeTable", in -> Map.of("Table", tables.describe(tables.require(in))));
    operations.put("DescribeTimeToLive", this::describeTimeToLive);
    operations.put("DescribeContinuousBackups", this::describeContinuousBackups);
    operations.put("GetItem", items::get);
    operations.put("PutItem", items::put);
    operations.put("UpdateItem", items::update);
    operations.put("DeleteItem", items::delete);
    operations.put("Query", items::query);
    operations.put("Scan", items::scan);
    operations.put("BatchGetItem", batches::get);
    operations.put("BatchWriteItem", batches::write);
    operations.put("TransactGetItems", transaction::get);
    operations.put("TransactWriteItems", transaction::write);
    this.protocol = JsonProtocol.of("1.0", operations);
  }

  @Override
  public String signingName() {
    return "dynamodb";
  }

  @Override
  public AwsResponse answer(AwsRequest request) {
    return protocol.answer(request);
  }

  @Override
  public Set<String> types() {
    return Set.of("AWS::DynamoDB::Table");
  }

  @Override
  public Physical create(Declared resource) {
    String id = resource.logicalId();
    for (String property : REFUSED) {
      if (resource.properties().containsKey(property)) {
        throw new TemplateException(
            "%s: the laptop's tables have no %s; remove it, or run this part on AWS"
                .formatted(id, property));
      }
    }
    String name = Members.text(resource.properties(), "TableName", resource.stack() + "-" + id);
    try {
      tables.put(TableSchema.of(name, resource.properties()));
    } catch (AwsException e) {
      throw new TemplateException(id + ": " + e.getMessage());
    }
    return new Physical(name, Map.of("Arn", Arns.of("dynamodb", "table/" + name)));
  }

  private Map<String, Object> describeTimeToLive(Map<String, Object> in) {
    String attribute = tables.require(in).timeToLive();
    return Map.of(
        "TimeToLiveDescription",
        attribute == null
            ? Map.of("TimeToLiveStatus", "DISABLED")
            : Map.of("TimeToLiveStatus", "ENABLED", "AttributeName", attribute));
  }

  private Map<String, Object> describeContinuousBackups(Map<String, Object> in) {
    tables.require(in);
    return Map.of(
        "ContinuousBackupsDescription",
        Map.of(
            "ContinuousBackupsStatus",
            "DISABLED",
            "PointInTimeRecoveryDescription",
            Map.of("PointInTimeRecoveryStatus", "DISABLED")));
  }
}

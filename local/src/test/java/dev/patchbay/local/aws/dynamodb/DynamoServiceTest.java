package dev.patchbay.local.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.patchbay.local.aws.LocalAws;
import dev.patchbay.local.template.TemplateException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class DynamoServiceTest {
  private static final String TABLE = "ledger";

  @TempDir Path folder;
  private LocalAws aws;
  private DynamoDbClient dynamo;

  @BeforeEach
  void open() {
    aws = new LocalAws(folder);
    dynamo = aws.client(DynamoDbClient.builder());
    aws.create("AWS::DynamoDB::Table", "Ledger", table(TABLE, "S", "S"));
  }

  @AfterEach
  void close() {
    dynamo.close();
    aws.close();
  }

  private static Map<String, Object> table(String name, String hash, String range) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("TableName", name);
    properties.put(
        "AttributeDefinitions",
        List.of(
            Map.of("AttributeName", "pk", "AttributeType", hash),
            Map.of("AttributeName", "sk", "AttributeType", range)));
    properties.put(
        "KeySchema",
        List.of(
            Map.of("AttributeName", "pk", "KeyType", "HASH"),
            Map.of("AttributeName", "sk", "KeyType", "RANGE")));
    properties.put("TimeToLiveSpecification", Map.of("AttributeName", "expires", "Enabled", true));
    return properties;
  }

  private static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  private static AttributeValue n(String number) {
    return AttributeValue.fromN(number);
  }

  private static Map<String, AttributeValue> item(String pk, String sk) {
    return new HashMap<>(Map.of("pk", s(pk), "sk", s(sk)));
  }

  private void put(Map<String, AttributeValue> item) {
    dynamo.putItem(put -> put.tableName(TABLE).item(item));
  }

  private Map<String, AttributeValue> get(String pk, String sk) {
    return dynamo.getItem(get -> get.tableName(TABLE).key(item(pk, sk))).item();
  }

  private Map<String, AttributeValue> update(
      String expression, Map<String, AttributeValue> values, ReturnValue wanted) {
    return dynamo
        .updateItem(
            update ->
                update
                    .tableName(TABLE)
                    .key(item("e", "r"))
                    .updateExpression(expression)
                    .expressionAttributeValues(values.isEmpty() ? null : values)
                    .returnValues(wanted))
        .attributes();
  }

  private QueryResponse query(String keys, Map<String, AttributeValue> values) {
    return dynamo.query(
        query ->
            query.tableName(TABLE).keyConditionExpression(keys).expressionAttributeValues(values));
  }

  @Test
  void givesBackEveryTypeOfValue() {
    Map<String, AttributeValue> item = item("e", "r");
    item.put("n", n("-1.50"));
    item.put("b", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1})));
    item.put("bool", AttributeValue.fromBool(false));
    item.put("nul", AttributeValue.fromNul(true));
    item.put("ss", AttributeValue.fromSs(List.of("a", "ü")));
    item.put("ns", AttributeValue.fromNs(List.of("1", "2.0")));
    item.put("m", AttributeValue.fromM(Map.of("l", AttributeValue.fromL(List.of(s(""), n("0"))))));

    put(item);

    item.put("n", n("-1.5"));
    item.put("ns", AttributeValue.fromNs(List.of("1", "2")));
    assertThat(get("e", "r")).isEqualTo(item);
    assertThat(get("e", "other")).isEmpty();
  }

  @Test
  void letsOnlyOneOfManyClaim() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Boolean>> claims =
          IntStream.range(0, 50)
              .mapToObj(_ -> CompletableFuture.supplyAsync(this::claim, threads))
              .toList();
      assertThat(claims.stream().filter(CompletableFuture::join)).hasSize(1);
    }
  }

  private boolean claim() {
    try {
      dynamo.putItem(
          put ->
              put.tableName(TABLE)
                  .item(item("e", "r"))
                  .conditionExpression("attribute_not_exists(pk)"));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }

  @Test
  void tellsTheItemThatFailedACondition() {
    put(item("e", "r"));

    assertThatThrownBy(
            () ->
                dynamo.deleteItem(
                    delete ->
                        delete
                            .tableName(TABLE)
                            .key(item("e", "r"))
                            .conditionExpression("attribute_not_exists(pk)")
                            .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)))
        .isInstanceOf(ConditionalCheckFailedException.class)
        .hasMessageContaining("The conditional request failed")
        .asInstanceOf(type(ConditionalCheckFailedException.class))
        .satisfies(e -> assertThat(e.item()).isEqualTo(item("e", "r")));
  }

  @Test
  void returnsOfAnUpdateWhatItNames() {
    update(
        "SET m = :m, l = :l, apart = :n",
        Map.of(
            ":m", AttributeValue.fromM(Map.of("x", n("1"), "y", n("2"))),
            ":l", AttributeValue.fromL(List.of(n("1"), n("2"), n("3"))),
            ":n", n("7")),
        ReturnValue.NONE);

    Map<String, AttributeValue> values = Map.of(":one", n("1"));
    assertThat(update("SET m.x = m.x + :one REMOVE l[0], l[1]", values, ReturnValue.UPDATED_OLD))
        .isEqualTo(
            Map.of(
                "m", AttributeValue.fromM(Map.of("x", n("1"))),
                "l", AttributeValue.fromL(List.of(n("1"), n("2")))));
    assertThat(update("SET m.x = m.x + :one", values, ReturnValue.UPDATED_NEW))
        .isEqualTo(Map.of("m", AttributeValue.fromM(Map.of("x", n("3")))));
    assertThat(get("e", "r")).containsEntry("l", AttributeValue.fromL(List.of(n("3"))));
  }

  @Test
  void projectsPathsInTheirStructure() {
    Map<String, AttributeValue> item = item("e", "r");
    item.put("m", AttributeValue.fromM(Map.of("x", n("1"), "y", n("2"))));
    item.put("l", AttributeValue.fromL(List.of(n("1"), n("2"), n("3"))));
    put(item);

    assertThat(
            dynamo
                .getItem(
                    get ->
                        get.tableName(TABLE)
                            .key(item("e", "r"))
                            .projectionExpression("m.#why, l[2], l[0], nowhere")
                            .expressionAttributeNames(Map.of("#why", "y")))
                .item())
        .isEqualTo(
            Map.of(
                "m", AttributeValue.fromM(Map.of("y", n("2"))),
                "l", AttributeValue.fromL(List.of(n("1"), n("3")))));
  }

  @Test
  void keepsSortKeysInTheOrderOfTheirNumbers() {
    aws.create("AWS::DynamoDB::Table", "Numbers", table("numbers", "S", "N"));
    List<String> numbers =
        List.of("-1000", "-10.5", "-9", "-0.001", "0", "0.002", "2", "10", "1.5E+20");
    for (String number : numbers.reversed()) {
      dynamo.putItem(put -> put.tableName("numbers").item(Map.of("pk", s("e"), "sk", n(number))));
    }

    assertThat(
            dynamo
                .query(
                    query ->
                        query
                            .tableName("numbers")
                            .keyConditionExpression("pk = :e AND sk BETWEEN :low AND :high")
                            .expressionAttributeValues(
                                Map.of(":e", s("e"), ":low", n("-9.5"), ":high", n("1E21"))))
                .items())
        .extracting(item -> item.get("sk").n())
        .containsExactly("-9", "-0.001", "0", "0.002", "2", "10", "150000000000000000000");
  }

  @Test
  void findsTheSortKeysThatBeginWithAText() {
    for (String sk : List.of("routes", "route/slack/0", "route/ünï/0", "Route/slack/0", "rout")) {
      put(item("e", sk));
    }

    assertThat(
            query("pk = :e AND begins_with(sk, :r)", Map.of(":e", s("e"), ":r", s("route/")))
                .items())
        .extracting(item -> item.get("sk").s())
        .containsExactly("route/slack/0", "route/ünï/0");
  }

  @Test
  void pagesAQueryInEitherDirection() {
    IntStream.range(0, 7).forEach(i -> put(item("e", "r" + i)));
    put(item("f", "r0"));

    for (boolean forward : List.of(true, false)) {
      List<String> found =
          dynamo
              .queryPaginator(
                  query ->
                      query
                          .tableName(TABLE)
                          .keyConditionExpression("pk = :e")
                          .expressionAttributeValues(Map.of(":e", s("e")))
                          .scanIndexForward(forward)
                          .limit(2))
              .items()
              .stream()
              .map(item -> item.get("sk").s())
              .toList();
      List<String> wanted = IntStream.range(0, 7).mapToObj(i -> "r" + i).toList();
      assertThat(found).isEqualTo(forward ? wanted : wanted.reversed());
    }
  }

  @Test
  void countsTheLimitOfAScanBeforeItsFilter() {
    IntStream.range(0, 5).forEach(i -> put(item("e" + i, "r")));

    ScanResponse page =
        dynamo.scan(
            scan ->
                scan.tableName(TABLE)
                    .limit(3)
                    .filterExpression("pk = :e")
                    .expressionAttributeValues(Map.of(":e", s("e4")))
                    .select(Select.COUNT));

    assertThat(page.count()).isZero();
    assertThat(page.scannedCount()).isEqualTo(3);
    assertThat(page.lastEvaluatedKey()).isEqualTo(item("e2", "r"));
  }

  @Test
  void endsAPageAtOneMegabyte() {
    for (int i = 0; i < 5; i++) {
      Map<String, AttributeValue> item = item("e", "r" + i);
      item.put("text", s("x".repeat(300_000)));
      put(item);
    }

    QueryResponse page = query("pk = :e", Map.of(":e", s("e")));

    assertThat(page.items()).hasSize(4);
    assertThat(page.lastEvaluatedKey()).isEqualTo(item("e", "r3"));
  }

  @Test
  void removesWhatHasExpired() throws InterruptedException {
    Map<String, AttributeValue> item = item("e", "r");
    long expires = aws.clock.instant().getEpochSecond() + 60;
    item.put("expires", n(Long.toString(expires)));
    put(item);
    put(item("e", "stays"));

    aws.clock.advance(Duration.ofDays(1));

    for (int i = 0; i < 500 && !get("e", "r").isEmpty(); i++) {
      Thread.sleep(10);
    }
    assertThat(get("e", "r")).isEmpty();
    assertThat(get("e", "stays")).isNotEmpty();
  }

  @Test
  void keepsItemsOverARestart() {
    put(item("e", "r"));
    close();

    open();

    assertThat(get("e", "r")).isEqualTo(item("e", "r"));
  }

  @Test
  void writesAllOfATransactionOrNone() {
    put(item("e", "taken"));

    assertThatThrownBy(
            () ->
                dynamo.transactWriteItems(
                    write ->
                        write.transactItems(
                            putIfNew(item("e", "free")), putIfNew(item("e", "taken")))))
        .isInstanceOf(TransactionCanceledException.class)
        .asInstanceOf(type(TransactionCanceledException.class))
        .satisfies(
            e ->
                assertThat(e.cancellationReasons())
                    .extracting(CancellationReason::code)
                    .containsExactly("None", "ConditionalCheckFailed"))
        .satisfies(
            e ->
                assertThat(e.cancellationReasons().getLast().item()).isEqualTo(item("e", "taken")));
    assertThat(get("e", "free")).isEmpty();
  }

  private static TransactWriteItem putIfNew(Map<String, AttributeValue> item) {
    return TransactWriteItem.builder()
        .put(
            put ->
                put.tableName(TABLE)
                    .item(item)
                    .conditionExpression("attribute_not_exists(pk)")
                    .returnValuesOnConditionCheckFailure(
                        ReturnValuesOnConditionCheckFailure.ALL_OLD))
        .build();
  }

  @Test
  void writesAndReadsBatches() {
    put(item("e", "old"));
    WriteRequest delete =
        WriteRequest.builder()
            .deleteRequest(DeleteRequest.builder().key(item("e", "old")).build())
            .build();
    WriteRequest write =
        WriteRequest.builder()
            .putRequest(PutRequest.builder().item(item("e", "new")).build())
            .build();

    dynamo.batchWriteItem(batch -> batch.requestItems(Map.of(TABLE, List.of(delete, write))));

    assertThat(
            dynamo
                .batchGetItem(
                    batch ->
                        batch.requestItems(
                            Map.of(
                                TABLE,
                                KeysAndAttributes.builder()
                                    .keys(List.of(item("e", "old"), item("e", "new")))
                                    .build())))
                .responses()
                .get(TABLE))
        .containsExactly(item("e", "new"));
  }

  @Test
  void describesItsTables() {
    put(item("e", "r"));

    assertThat(dynamo.listTables().tableNames()).containsExactly(TABLE);
    assertThat(dynamo.describeTable(it -> it.tableName(TABLE)).table().itemCount()).isEqualTo(1);
    assertThat(
            dynamo
                .describeTimeToLive(it -> it.tableName(TABLE))
                .timeToLiveDescription()
                .attributeName())
        .isEqualTo("expires");
    assertThatThrownBy(() -> dynamo.describeTable(it -> it.tableName("none")))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void saysWhatACallWouldCost() {
    Map<String, AttributeValue> item = item("e", "r");
    item.put("text", s("x".repeat(5000)));

    assertThat(
            dynamo
                .putItem(
                    put ->
                        put.tableName(TABLE)
                            .item(item)
                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
                .consumedCapacity()
                .capacityUnits())
        .isEqualTo(5);
    assertThat(
            dynamo
                .getItem(
                    get ->
                        get.tableName(TABLE)
                            .key(item("e", "r"))
                            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
                .consumedCapacity()
                .capacityUnits())
        .isEqualTo(1);
  }

  @Test
  void refusesStreamsAndIndexesOfATemplate() {
    Map<String, Object> properties = table("streams", "S", "S");
    properties.put("StreamSpecification", Map.of("StreamViewType", "NEW_IMAGE"));

    assertThatThrownBy(() -> aws.create("AWS::DynamoDB::Table", "Streams", properties))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("Streams")
        .hasMessageContaining("StreamSpecification");
  }
}

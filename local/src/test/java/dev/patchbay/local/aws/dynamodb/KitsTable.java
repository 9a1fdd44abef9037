package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.local.aws.LocalAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The ledger's table on the laptop. Nothing in it expires, since the clocks of the kit's contracts
 * stand in a past of their own.
 */
final class KitsTable implements AutoCloseable {
  static final String NAME = "patchbay-ledger";

  private final Path folder;
  private final LocalAws aws;
  private final DynamoDbClient client;

  KitsTable() throws IOException {
    folder = Files.createTempDirectory("patchbay");
    aws = new LocalAws(folder);
    aws.create(
        "AWS::DynamoDB::Table",
        "Ledger",
        Map.of(
            "TableName",
            NAME,
            "BillingMode",
            "PAY_PER_REQUEST",
            "AttributeDefinitions",
            List.of(
                Map.of("AttributeName", "pk", "AttributeType", "S"),
                Map.of("AttributeName", "sk", "AttributeType", "S")),
            "KeySchema",
            List.of(
                Map.of("AttributeName", "pk", "KeyType", "HASH"),
                Map.of("AttributeName", "sk", "KeyType", "RANGE"))));
    client = aws.client(DynamoDbClient.builder());
  }

  DynamoDbClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    aws.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

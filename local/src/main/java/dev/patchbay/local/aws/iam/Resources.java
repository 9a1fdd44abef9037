package dev.patchbay.local.aws.iam;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.aws.secretsmanager.SecretsService;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a call is about: the ARNs that its input names, by the kinds of the table of actions. */
final class Resources {
  private static final Map<String, String> ITEM_ACTIONS =
      Map.of(
          "Get", "dynamodb:GetItem",
          "Put", "dynamodb:PutItem",
          "Update", "dynamodb:UpdateItem",
          "Delete", "dynamodb:DeleteItem",
          "ConditionCheck", "dynamodb:ConditionCheckItem");

  private Resources() {}

  static Set<String> of(String kind, Map<String, ?> call) {
    Map<String, Object> input = Json.object(call);
    return switch (kind) {
      case "any" -> Set.of("*");
      case "queue" -> Set.of(named("sqs", "", first(input, "QueueUrl", "QueueName", "SourceArn")));
      case "topic" -> Set.of(named("sns", "", first(input, "TopicArn", "Name")));
      case "subscription" -> Set.of(first(input, "SubscriptionArn"));
      case "bus" -> Set.of(bus(first(input, "EventBusName", "Name")));
      case "buses" -> each(input, "Entries", entry -> bus(first(entry, "EventBusName")));
      case "rule" -> Set.of(rule(input));
      case "archive" -> Set.of(named("events", "archive/", first(input, "ArchiveName")));
      case "replay" -> Set.of(named("events", "replay/", first(input, "ReplayName")));
      case "delivery-stream" ->
          Set.of(named("firehose", "deliverystream/", first(input, "DeliveryStreamName")));
      case "table" -> Set.of(table(input));
      case "tables" -> tables(Members.object(input, "RequestItems").keySet());
      case "secret" -> Set.of(SecretsService.arnOf(first(input, "SecretId", "Name")));
      case "secrets" -> secrets(Members.list(input, "SecretIdList"));
      case "bucket" -> Set.of("arn:aws:s3:::" + first(input, "Bucket"));
      case "object" -> Set.of("arn:aws:s3:::" + first(input, "Bucket") + "/" + first(input, "Key"));
      case "objects" -> objects(input);
      case "log-group" ->
          Set.of(
              named("logs", "log-group:", first(input, "logGroupName", "logGroupIdentifier"))
                  + ":*");
      default -> throw new IllegalStateException("actions.txt has an unknown kind " + kind);
    };
  }

  static List<Actions.Needed> ofTransaction(Map<String, ?> call) {
    List<Actions.Needed> needed = new ArrayList<>();
    for (Object item : Members.list(Json.object(call), "TransactItems")) {
      Json.object(item)
          .forEach(
              (operation, input) ->
                  needed.add(
                      new Actions.Needed(
                          ITEM_ACTIONS.getOrDefault(operation, "dynamodb:" + operation),
                          table(Json.object(input)))));
    }
    return needed.stream().distinct().toList();
  }

  /** The first of these members that is there; empty where none is. */
  private static String first(Map<String, Object> input, String... names) {
    for (String name : names) {
      if (input.get(name) != null) {
        return input.get(name).toString();
      }
    }
    return "";
  }

  /** The ARN of what is given by ARN, by URL or by name. */
  private static String named(String service, String prefix, String given) {
    return given.startsWith("arn:")
        ? given
        : Arns.of(service, prefix + (prefix.isEmpty() ? afterSlash(given) : given));
  }

  private static String afterSlash(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private static String bus(String given) {
    return named("events", "event-bus/", given.isEmpty() ? "default" : given);
  }

  private static String rule(Map<String, Object> input) {
    String bus = afterSlash(first(input, "EventBusName"));
    String folder = bus.isEmpty() || bus.equals("default") ? "rule/" : "rule/" + bus + "/";
    return named("events", folder, first(input, "Rule", "Name"));
  }

  private static String table(Map<String, Object> input) {
    String table = named("dynamodb", "table/", first(input, "TableName"));
    String index = first(input, "IndexName");
    return index.isEmpty() ? table : table + "/index/" + index;
  }

  private static Set<String> tables(Set<String> names) {
    Set<String> tables = new LinkedHashSet<>();
    names.forEach(name -> tables.add(named("dynamodb", "table/", name)));
    return tables;
  }

  private static Set<String> secrets(List<?> ids) {
    Set<String> secrets = new LinkedHashSet<>();
    ids.forEach(id -> secrets.add(SecretsService.arnOf(id.toString())));
    return secrets;
  }

  private static Set<String> objects(Map<String, Object> input) {
    Set<String> objects = new LinkedHashSet<>();
    for (Object key : Members.list(input, "Keys")) {
      objects.add("arn:aws:s3:::" + first(input, "Bucket") + "/" + key);
    }
    return objects;
  }

  private interface Reading {
    String of(Map<String, Object> entry);
  }

  private static Set<String> each(Map<String, Object> input, String member, Reading reading) {
    Set<String> arns = new LinkedHashSet<>();
    for (Object entry : Members.list(input, member)) {
      arns.add(reading.of(Json.object(entry)));
    }
    return arns;
  }
}

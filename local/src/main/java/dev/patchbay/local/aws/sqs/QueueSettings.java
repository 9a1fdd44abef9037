package dev.patchbay.local.aws.sqs;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.aws.iam.Policy;
import dev.patchbay.local.aws.iam.PolicyReader;
import dev.patchbay.local.template.TemplateException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A queue's attributes
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html).
 */
record QueueSettings(Map<String, String> attributes) {
  /** Where messages go that were received too often. */
  record Redrive(String deadLetterArn, int maxReceiveCount) {}

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "VisibilityTimeout", "30",
          "DelaySeconds", "0",
          "ReceiveMessageWaitTimeSeconds", "0",
          "MessageRetentionPeriod", "345600",
          "MaximumMessageSize", "1048576",
          "SqsManagedSseEnabled", "true");
  private static final Set<String> OTHERS =
      Set.of(
          "RedrivePolicy",
          "RedriveAllowPolicy",
          "Policy",
          "KmsMasterKeyId",
          "KmsDataKeyReusePeriodSeconds");

  QueueSettings {
    attributes = Map.copyOf(attributes);
    for (String name : attributes.keySet()) {
      if ("FifoQueue".equals(name)) {
        throw new AwsException("UnsupportedOperation", "the laptop has no FIFO queues");
      }
      if (!DEFAULTS.containsKey(name) && !OTHERS.contains(name)) {
        throw new AwsException("InvalidAttributeName", "Unknown Attribute " + name + ".");
      }
    }
    within(attributes, "VisibilityTimeout", 0, 43_200);
    within(attributes, "DelaySeconds", 0, 900);
    within(attributes, "ReceiveMessageWaitTimeSeconds", 0, 20);
    within(attributes, "MessageRetentionPeriod", 60, 1_209_600);
    within(attributes, "MaximumMessageSize", 1024, 1_048_576);
  }

  private static void within(Map<String, String> attributes, String name, long least, long most) {
    String value = attributes.get(name);
    if (value != null
        && (!value.matches("\\d{1,9}")
            || Long.parseLong(value) < least
            || Long.parseLong(value) > most)) {
      throw new AwsException(
          "InvalidAttributeValue", "Invalid value for the parameter " + name + ".");
    }
  }

  /** With the defaults of what is not set. */
  Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>(DEFAULTS);
    all.putAll(attributes);
    return all;
  }

  private Duration seconds(String name) {
    return Duration.ofSeconds(Long.parseLong(attributes.getOrDefault(name, DEFAULTS.get(name))));
  }

  Duration visibility() {
    return seconds("VisibilityTimeout");
  }

  Duration delay() {
    return seconds("DelaySeconds");
  }

  Duration waitTime() {
    return seconds("ReceiveMessageWaitTimeSeconds");
  }

  Duration retention() {
    return seconds("MessageRetentionPeriod");
  }

  int maximumSize() {
    return Integer.parseInt(
        attributes.getOrDefault("MaximumMessageSize", DEFAULTS.get("MaximumMessageSize")));
  }

  Optional<Redrive> redrive() {
    String policy = attributes.get("RedrivePolicy");
    if (policy == null || policy.isBlank()) {
      return Optional.empty();
    }
    try {
      Map<String, Object> fields = Json.parseObject(policy);
      return Optional.of(
          new Redrive(
              Members.text(fields, "deadLetterTargetArn"),
              (int) Members.number(fields, "maxReceiveCount", 10)));
    } catch (JsonException e) {
      throw new AwsException(
          "InvalidAttributeValue", "Invalid value for the parameter RedrivePolicy.");
    }
  }

  /** Who may use the queue beside the account's own roles. */
  Optional<Policy> policy() {
    String policy = attributes.get("Policy");
    if (policy == null || policy.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          PolicyReader.read("Policy", PolicyReader.Kind.RESOURCE, Json.parseObject(policy)));
    } catch (JsonException | TemplateException e) {
      throw new AwsException(
          "InvalidAttributeValue", "Invalid value for the parameter Policy: " + e.getMessage());
    }
  }

  static String arn(String name) {
    return Arns.of("sqs", name);
  }
}

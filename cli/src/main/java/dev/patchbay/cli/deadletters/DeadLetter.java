package dev.patchbay.cli.deadletters;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * A message of a dead-letter queue.
 *
 * @param hop where it was given up
 * @param message with its receipt handle, body and attributes
 */
public record DeadLetter(Hop hop, Message message) {
  /** The id under which commands take it: that of its message. */
  String id() {
    return message.messageId();
  }

  /** {@code source/account/id} of its event; empty where its body is none of ours. */
  String event() {
    Map<String, Object> detail = detail();
    return detail.containsKey("id")
        ? detail.get("source") + "/" + detail.get("account") + "/" + detail.get("id")
        : attribute("event", "");
  }

  /**
   * The delivery that it is about, whichever message says so: a letter that is put back and given
   * up again is another message.
   */
  List<String> identity() {
    boolean isEvent = !event().isEmpty();
    Object place =
        body().get("deliveries") instanceof List<?> deliveries
                && deliveries.size() == 1
                && deliveries.getFirst() instanceof Map<?, ?> delivery
            ? delivery.get("place")
            : null;
    return List.of(
        hop.queue(),
        isEvent ? event() : message.body(),
        isEvent ? route() : "",
        String.valueOf(place),
        attribute("RULE_ARN", ""),
        attribute("TARGET_ARN", ""));
  }

  String route() {
    return attribute("route", body().get("route") instanceof String route ? route : "");
  }

  String connector() {
    return attribute("connector", hop.connector());
  }

  /** Why it was given up, as whoever gave it up said. */
  String reason() {
    String said = attribute("reason", attribute("ERROR_MESSAGE", attribute("ErrorMessage", "")));
    return said.isEmpty()
        ? "received " + receives() + " times and never done: the function crashed or timed out"
        : said;
  }

  /** Whether it surely failed: dead, or unknown. */
  String state() {
    return attribute("state", "dead");
  }

  /** Whether it may have been carried out. */
  boolean isUnknown() {
    return state().equals("unknown");
  }

  /** The same, to be sent again though it may have been carried out and nobody can tell. */
  DeadLetter resent() {
    Map<String, MessageAttributeValue> attributes =
        new LinkedHashMap<>(message.messageAttributes());
    attributes.put(
        "onUnknown",
        MessageAttributeValue.builder().dataType("String").stringValue("resend").build());
    return new DeadLetter(hop, message.toBuilder().messageAttributes(attributes).build());
  }

  /** Whether it was to tell of many events: with it goes what its whole window held. */
  boolean isDigest() {
    return body().get("deliveries") instanceof List<?> deliveries
        && deliveries.stream()
            .anyMatch(delivery -> delivery instanceof Map<?, ?> map && map.get("digest") != null);
  }

  String attempts() {
    return attribute("attempts", receives());
  }

  /** When it was given up. */
  public Instant at() {
    String sent = message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP);
    String last = attribute("lastAt", "");
    return last.isEmpty() ? Instant.ofEpochMilli(Long.parseLong(sent)) : Instant.parse(last);
  }

  /** When its first attempt was made. */
  Instant firstAt() {
    String first = attribute("firstAt", "");
    return first.isEmpty() ? at() : Instant.parse(first);
  }

  /** All of it, for people and programs. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id());
    json.put("queue", hop.queue());
    json.put("event", event());
    json.put("route", route());
    json.put("connector", connector());
    json.put("state", state());
    json.put("reason", reason());
    json.put("attempts", attempts());
    json.put("firstAt", firstAt().toString());
    json.put("lastAt", at().toString());
    json.put("body", parsed());
    return json;
  }

  /** The event's detail, where the body is a routed message or an event of the bus. */
  Map<String, Object> detail() {
    Object envelope = body().getOrDefault("event", body());
    return envelope instanceof Map<?, ?> map && map.get("detail") instanceof Map<?, ?> detail
        ? Json.object(detail)
        : Map.of();
  }

  /** The connectors that a routed message names. */
  List<String> connectors() {
    return body().get("connectors") instanceof List<?> names
        ? names.stream().map(String::valueOf).toList()
        : List.of();
  }

  Map<String, Object> body() {
    return parsed() instanceof Map<?, ?> map ? Json.object(map) : Map.of();
  }

  private Object parsed() {
    try {
      return Json.parse(message.body());
    } catch (JsonException _) {
      return message.body();
    }
  }

  private String receives() {
    return message
        .attributes()
        .getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "");
  }

  /** Said by whoever gave it up, in an attribute of the message. */
  String attribute(String name, String otherwise) {
    MessageAttributeValue value = message.messageAttributes().get(name);
    return value == null || value.stringValue() == null ? otherwise : value.stringValue();
  }
}

package dev.patchbay.benchmarks;

import dev.patchbay.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What Lambda hands to each function, every time with ids of its own. */
final class FunctionEvents {
  private static final String QUEUE_ARN = "arn:aws:sqs:us-east-1:000000000000:";

  private FunctionEvents() {}

  /** A webhook of GitHub, by an HTTP API with payload format 2.0. */
  static byte[] webhook(Payload payload, String signature) {
    Map<String, Object> http = new LinkedHashMap<>();
    http.put("method", "POST");
    http.put("path", "/webhooks/github");
    http.put("protocol", "HTTP/1.1");
    http.put("sourceIp", "192.0.2.1");
    http.put("userAgent", "GitHub-Hookshot/044aadd");
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("version", "2.0");
    event.put("routeKey", "ANY /webhooks/{source}");
    event.put("rawPath", "/webhooks/github");
    event.put("rawQueryString", "");
    event.put(
        "headers",
        Map.of(
            "content-type", "application/json",
            "host", "example.execute-api.us-east-1.amazonaws.com",
            "x-github-event", "push",
            "x-github-delivery", UUID.randomUUID().toString(),
            "x-hub-signature-256", signature));
    event.put(
        "requestContext",
        Map.of(
            "accountId", "000000000000",
            "domainName", "example.execute-api.us-east-1.amazonaws.com",
            "http", http,
            "requestId", UUID.randomUUID().toString(),
            "stage", "$default"));
    event.put("pathParameters", Map.of("source", "github"));
    event.put("body", new String(payload.body(), StandardCharsets.UTF_8));
    event.put("isBase64Encoded", false);
    return Json.writeBytes(event);
  }

  /** A message that the bus did not take. */
  static byte[] overflowed(String title) {
    return sqs(
        "patchbay-overflow",
        Map.of("source", "github", "type", "push", "detail", Json.write(detail("github", title))));
  }

  /** An alarm of CloudWatch, as a rule of the default bus puts it into the queue. */
  static byte[] alarm(String name) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("version", "0");
    event.put("id", UUID.randomUUID().toString());
    event.put("source", "aws.cloudwatch");
    event.put("detail-type", "CloudWatch Alarm State Change");
    event.put("account", "000000000000");
    event.put("region", "us-east-1");
    event.put("time", "2026-11-23T10:00:00Z");
    event.put("resources", List.of());
    event.put(
        "detail",
        Map.of("alarmName", name, "state", Map.of("value", "ALARM", "reason", "412 is over 300")));
    return sqs("patchbay-aws-events", event);
  }

  /** A message of a route with one delivery. */
  static byte[] delivery(Map<String, Object> delivery, String title) {
    return sqs(
        "patchbay-" + delivery.get("connector"),
        Map.of(
            "route",
            "rehearsed",
            "connectors",
            List.of(delivery.get("connector")),
            "deliveries",
            List.of(delivery),
            "event",
            Map.of(
                "source",
                "patchbay.github",
                "detail-type",
                "push",
                "detail",
                detail("github", title))));
  }

  private static Map<String, Object> detail(String source, String title) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("id", UUID.randomUUID().toString());
    detail.put("source", source);
    detail.put("account", "default");
    detail.put("type", "push");
    detail.put("subject", "acme/app");
    detail.put("time", "2026-11-23T10:00:00Z");
    detail.put("receivedAt", java.time.Instant.now().toString());
    detail.put("title", title);
    detail.put("url", "https://github.com/acme/app");
    detail.put("actor", "octocat");
    detail.put("severity", "info");
    detail.put("data", Map.of("ref", "refs/heads/main"));
    return detail;
  }

  private static byte[] sqs(String queue, Object body) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("ApproximateReceiveCount", "1");
    attributes.put("SentTimestamp", Long.toString(System.currentTimeMillis()));
    attributes.put("SenderId", "AIDAIENQZJOLO23YVJ4VO");
    attributes.put("ApproximateFirstReceiveTimestamp", Long.toString(System.currentTimeMillis()));
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("messageId", UUID.randomUUID().toString());
    record.put("receiptHandle", UUID.randomUUID().toString());
    record.put("body", Json.write(body));
    record.put("attributes", attributes);
    record.put("messageAttributes", Map.of());
    record.put("md5OfBody", "0");
    record.put("eventSource", "aws:sqs");
    record.put("eventSourceARN", QUEUE_ARN + queue);
    record.put("awsRegion", "us-east-1");
    return Json.writeBytes(Map.of("Records", List.of(record)));
  }
}

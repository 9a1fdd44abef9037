package dev.patchbay.local.aws;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * AWS's query protocol: a form in, with the operation as {@code Action}, and XML out. Thread-safe.
 */
public final class QueryProtocol {
  private final String namespace;
  private final Map<String, Function<Map<String, String>, String>> operations;

  /**
   * @param operations by name, each from the form's fields to the XML inside of its result
   */
  public QueryProtocol(
      String namespace, Map<String, Function<Map<String, String>, String>> operations) {
    this.namespace = namespace;
    this.operations = Map.copyOf(operations);
  }

  /** Answers a call. */
  public AwsResponse answer(AwsRequest request) {
    Map<String, String> fields = new LinkedHashMap<>();
    try {
      Forms.fields(new String(request.body(), StandardCharsets.UTF_8))
          .forEach(field -> fields.put(field.getKey(), field.getValue()));
      String action = fields.getOrDefault("Action", "");
      Function<Map<String, String>, String> operation = operations.get(action);
      if (operation == null) {
        throw new AwsException(
            "InvalidAction",
            "the laptop has no operation '" + action + "' of " + request.service());
      }
      request.caller().check(new Call(request.service(), action, fields));
      String result = operation.apply(fields);
      return xml(
          200,
          "<%1$sResponse xmlns=\"%2$s\"><%1$sResult>%3$s</%1$sResult>%4$s</%1$sResponse>"
              .formatted(
                  action,
                  namespace,
                  result,
                  "<ResponseMetadata><RequestId>"
                      + UUID.randomUUID()
                      + "</RequestId></ResponseMetadata>"));
    } catch (AwsException e) {
      return xml(
          e.status(),
          "<ErrorResponse xmlns=\"%s\"><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>%s</RequestId></ErrorResponse>"
              .formatted(namespace, e.code(), Xml.escape(e.getMessage()), UUID.randomUUID()));
    }
  }

  private static AwsResponse xml(int status, String body) {
    return new AwsResponse(
        status, Map.of("Content-Type", "text/xml"), body.getBytes(StandardCharsets.UTF_8));
  }
}

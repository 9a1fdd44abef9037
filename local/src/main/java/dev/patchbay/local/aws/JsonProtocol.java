package dev.patchbay.local.aws;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * AWS's JSON protocols: an operation named by {@code X-Amz-Target}, a JSON object in and one out.
 * Thread-safe.
 */
public final class JsonProtocol {
  /** One operation. */
  public interface Operation extends UnaryOperator<Map<String, Object>> {}

  private final String contentType;
  private final Map<String, Operation> operations;
  private final boolean queryCompatible;

  private JsonProtocol(String version, boolean queryCompatible, Map<String, Operation> operations) {
    this.contentType = "application/x-amz-json-" + version;
    this.queryCompatible = queryCompatible;
    this.operations = Map.copyOf(operations);
  }

  /**
   * @param version 1.0 or 1.1
   */
  public static JsonProtocol of(String version, Map<String, Operation> operations) {
    return new JsonProtocol(version, false, operations);
  }

  /**
   * One that also says its errors in the words of the query protocol it once spoke, as SQS does.
   */
  public static JsonProtocol queryCompatible(String version, Map<String, Operation> operations) {
    return new JsonProtocol(version, true, operations);
  }

  /** Answers a call. */
  public AwsResponse answer(AwsRequest request) {
    Operation operation = operations.get(request.target());
    try {
      if (operation == null) {
        throw new AwsException(
            "UnknownOperationException",
            "the laptop has no operation '" + request.target() + "' of " + request.service());
      }
      Map<String, Object> input =
          request.body().length == 0 ? Map.of() : Json.parseObject(request.body());
      request.caller().check(new Call(request.service(), request.target(), input));
      return new AwsResponse(
          200, Map.of("Content-Type", contentType), Json.writeBytes(operation.apply(input)));
    } catch (AwsException e) {
      return refusal(e);
    } catch (JsonException e) {
      return refusal(new AwsException("SerializationException", e.getMessage()));
    } catch (ClassCastException e) {
      return refusal(
          new AwsException("SerializationException", "a member of the request has the wrong type"));
    }
  }

  private AwsResponse refusal(AwsException e) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("__type", queryCompatible ? "com.amazonaws.sqs#" + e.code() : e.code());
    body.put("message", e.getMessage());
    body.putAll(e.members());
    Map<String, String> headers = new LinkedHashMap<>(Map.of("Content-Type", contentType));
    if (queryCompatible) {
      headers.put(
          "x-amzn-query-error",
          QueryErrors.of(e.code()) + (e.status() < 500 ? ";Sender" : ";Receiver"));
    }
    return new AwsResponse(e.status(), headers, Json.writeBytes(body));
  }
}

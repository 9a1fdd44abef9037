package dev.patchbay.local.aws.parity;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * An answer of AWS as texts by their paths, so that two can be laid side by side: what differs
 * between any two calls (ids, times, receipts, the account, the address) stands as a word for it.
 * An empty list is taken for an absent one, since the SDK does.
 */
final class Answers {
  private static final int LONGEST = 160;

  private Answers() {}

  /** What a call came to: its answer's members, or its error's. */
  static Map<String, String> of(Call.Work work, Clients clients) {
    Map<String, String> paths = new TreeMap<>();
    try {
      add(paths, "", work.on(clients));
    } catch (AwsServiceException e) {
      paths.put("error.status", Integer.toString(e.statusCode()));
      paths.put("error.code", String.valueOf(e.awsErrorDetails().errorCode()));
      paths.put("error.message", normal("", e.awsErrorDetails().errorMessage()));
    } catch (SdkClientException e) {
      paths.put("error.client", e.getClass().getSimpleName());
    }
    return paths;
  }

  private static void add(Map<String, String> paths, String path, Object value) {
    switch (value) {
      case null -> {}
      case SdkPojo pojo -> pojo.sdkFields().forEach(field -> add(paths, path, pojo, field));
      case Map<?, ?> map -> map.forEach((key, item) -> add(paths, inside(path, key), item));
      case Collection<?> list -> {
        int i = 0;
        for (Object item : list) {
          add(paths, path + "[" + i++ + "]", item);
        }
      }
      case SdkBytes bytes -> paths.put(path, bytes.asUtf8String());
      case Instant _ -> paths.put(path, "<time>");
      case String text when isDocument(path, text) -> add(paths, path, Json.parse(text));
      default -> paths.put(path, normal(path, value.toString()));
    }
  }

  private static void add(Map<String, String> paths, String path, SdkPojo pojo, SdkField<?> field) {
    add(paths, inside(path, field.memberName()), field.getValueOrDefault(pojo));
  }

  private static String inside(String path, Object name) {
    return path.isEmpty() ? name.toString() : path + "." + name;
  }

  /** Events and envelopes in a message's body are compared by their members. */
  private static boolean isDocument(String path, String text) {
    if (!path.endsWith("Body") && !path.endsWith("Message") || !text.startsWith("{")) {
      return false;
    }
    try {
      Json.parse(text);
      return true;
    } catch (JsonException _) {
      return false;
    }
  }

  private static String normal(String path, String text) {
    if (path.endsWith("ReceiptHandle")) {
      return "<receipt>";
    }
    if (path.endsWith("Signature")) {
      return "<signature>";
    }
    String normal =
        String.valueOf(text)
            .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<id>")
            .replaceAll("\\b(000000000000|123456789012)\\b", "<account>")
            .replaceAll("http://127\\.0\\.0\\.1:\\d+", "<endpoint>")
            .replaceAll("(:secret:[A-Za-z0-9/_-]+)-[A-Za-z0-9]{6}\\b", "$1-<suffix>")
            .replaceAll("\\b1[0-9]{12}\\b", "<millis>")
            .replaceAll("\\b1[0-9]{9}(\\.\\d+)?\\b", "<seconds>")
            .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "<time>")
            .replaceAll("[0-9a-f]{32}\\.pem", "<id>.pem")
            .replace('\n', ' ')
            .replace('|', '/')
            .replace('`', '\'');
    return normal.length() <= LONGEST ? normal : normal.substring(0, LONGEST) + "…";
  }
}

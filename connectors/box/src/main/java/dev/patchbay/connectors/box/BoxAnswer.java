package dev.patchbay.connectors.box;

import com.box.sdkgen.box.errors.BoxAPIError;
import com.box.sdkgen.box.errors.ResponseInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.connectors.spi.HttpOutcome;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What Box's refusals mean
 * (https://developer.box.com/guides/api-calls/permissions-and-errors/common-errors/).
 */
final class BoxAnswer {
  private static final Set<String> TEMPORARY =
      Set.of("name_temporarily_reserved", "operation_blocked_temporary");

  private static final Set<String> FILE =
      Set.of("file_size_limit_exceeded", "item_name_too_long", "item_name_invalid");

  private static final Map<String, String> ADVICE =
      Map.of(
          "not_found", "no such folder, or the app may not see it; invite it as a collaborator",
          "trashed", "the folder is in the trash",
          "access_denied_insufficient_permissions",
              "the app may not upload there; invite it as an editor",
          "insufficient_scope", "the app needs the scope to write all files and folders",
          "storage_limit_exceeded", "the account's storage is full",
          "unauthorized", "the token is wrong or has run out",
          "invalid_client", "clientId or clientSecret is wrong",
          "unauthorized_client",
              "the app is not authorised for client credentials in the admin console",
          "invalid_grant", "the enterpriseId or userId is wrong, or the app is not authorised");

  private BoxAnswer() {}

  /**
   * The item that has the name already.
   *
   * @param sha1 of a file's content; empty for a folder
   */
  record Conflict(String type, String id, String sha1) {}

  /** The conflict that the refusal tells of; null where it is of another kind. */
  static Conflict conflict(BoxAPIError refused) {
    ResponseInfo answer = refused.getResponseInfo();
    if (answer.getStatusCode() != 409
        || !"item_name_in_use".equals(answer.getCode())
        || answer.getContextInfo() == null) {
      return null;
    }
    JsonNode conflicts = answer.getContextInfo().path("conflicts");
    JsonNode item =
        conflicts.isArray() ? conflicts.path(0) : conflicts; // a list for folders, one for files
    String id = item.path("id").asText("");
    return id.isEmpty()
        ? null
        : new Conflict(item.path("type").asText("file"), id, item.path("sha1").asText(""));
  }

  static Outcome of(BoxAPIError refused, Instant now) {
    ResponseInfo answer = refused.getResponseInfo();
    int status = answer.getStatusCode();
    String code = code(answer);
    String reason = "Box: HTTP " + status + (code.isEmpty() ? "" : " " + code) + advice(code);
    if (TEMPORARY.contains(code)) {
      return new Outcome.Retry(reason);
    }
    if (FILE.contains(code)) {
      return new Outcome.Rejected(reason);
    }
    if (status == 400 && refused.getRequestInfo().getUrl().contains("/oauth2/token")) {
      return new Outcome.Misconfigured(reason);
    }
    return named(HttpOutcome.of(status, header(answer, "Retry-After"), now, Receipt.NONE), reason);
  }

  private static Outcome named(Outcome outcome, String reason) {
    return switch (outcome) {
      case Outcome.Delivered _, Outcome.Unknown _, Outcome.Retry _ -> new Outcome.Retry(reason);
      case Outcome.Throttled(Duration after, _) -> new Outcome.Throttled(after, reason);
      case Outcome.Rejected _ -> new Outcome.Rejected(reason);
      case Outcome.Misconfigured _ -> new Outcome.Misconfigured(reason);
    };
  }

  /** Box's own code, or OAuth's. */
  private static String code(ResponseInfo answer) {
    String code =
        answer.getCode() != null || answer.getBody() == null
            ? answer.getCode()
            : answer.getBody().path("error").asText("");
    return code != null && code.matches("[a-z0-9_]{1,80}") ? code : "";
  }

  private static String advice(String code) {
    return ADVICE.containsKey(code) ? " (" + ADVICE.get(code) + ")" : "";
  }

  private static String header(ResponseInfo answer, String name) {
    return answer.getHeaders().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }
}

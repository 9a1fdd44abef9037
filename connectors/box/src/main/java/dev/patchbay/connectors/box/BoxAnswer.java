package dev.patchbay.connectors.box;

import com.box.sdkgen.box.errors.BoxAPIError;
import com.box.sdkgen.box.errors.BoxSDKError;
import com.box.sdkgen.box.errors.ResponseInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.connectors.spi.HttpOutcome;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What Box's refusals mean
 * (https://developer.box.com/guides/api-calls/permissions-and-errors/common-errors/).
 */
final class BoxAnswer {
  /** Of whatever status: what passes, or is put right by a new attempt. */
  private static final Set<String> TEMPORARY =
      Set.of(
          "name_temporarily_reserved",
          "operation_blocked_temporary",
          "access_denied_item_locked",
          "bad_digest",
          "precondition_failed",
          "sync_state_precondition_failed",
          "session_expired",
          "upload_failed");

  /** Of whatever status: about this file or its folder, not about the account. */
  private static final Set<String> FILE =
      Set.of(
          "file_size_limit_exceeded",
          "item_name_too_long",
          "item_name_invalid",
          "access_denied_insufficient_permissions",
          "forbidden_by_policy");

  /** Of whatever status: about the account, for a person to mend. */
  private static final Set<String> ACCOUNT =
      Set.of(
          "storage_limit_exceeded",
          "terms_of_service_required",
          "password_reset_required",
          "user_email_confirmation_required");

  private static final Map<String, String> ADVICE =
      Map.of(
          "not_found", "no such folder, or the app may not see it; invite it as a collaborator",
          "trashed", "the folder is in the trash",
          "access_denied_insufficient_permissions",
              "the app may not upload there; invite it as an editor of the route's folder",
          "insufficient_scope", "the app needs the scope to write all files and folders",
          "storage_limit_exceeded", "the account's storage is full",
          "access_denied_item_locked", "a person has locked the file",
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
  record Conflict(String type, String id, String sha1) {
    boolean isFile() {
      return type.equals("file");
    }
  }

  /**
   * What Box answers.
   *
   * @throws Refused where that is not the JSON that it should be: it may have been carried out,
   *     which the next attempt will find
   */
  static <T> T read(Supplier<T> call) {
    try {
      T answer = call.get();
      if (answer != null) {
        return answer;
      }
    } catch (NullPointerException | IllegalArgumentException _) {
      // how the SDK's binding says so; its messages quote the answer
    }
    throw Refused.retry("Box's answer cannot be read");
  }

  /** The conflict that the refusal tells of; null where it is of another kind. */
  static Conflict conflict(BoxAPIError refused) {
    ResponseInfo answer = refused.getResponseInfo();
    if (!has(refused, 409, "item_name_in_use") || answer.getContextInfo() == null) {
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

  static boolean has(BoxAPIError refused, int status, String code) {
    ResponseInfo answer = refused.getResponseInfo();
    return answer.getStatusCode() == status && code.equals(answer.getCode());
  }

  static boolean isMissing(BoxAPIError refused) {
    return refused.getResponseInfo().getStatusCode() == 404;
  }

  /** Whether the same call may go through at once: a fault on the way, or of a server. */
  static boolean mayPass(BoxSDKError error) {
    return !(error instanceof BoxAPIError refused)
        || refused.getResponseInfo().getStatusCode() >= 500
        || "bad_digest".equals(refused.getResponseInfo().getCode());
  }

  /** The outcome of a call that Box refused, or that did not get through to it. */
  static Outcome of(BoxSDKError error, Instant now) {
    return error instanceof BoxAPIError refused ? refusal(refused, now) : unconnected(error);
  }

  private static Outcome unconnected(BoxSDKError error) {
    String kind =
        error.getCause() == null ? "" : ": " + error.getCause().getClass().getSimpleName();
    return new Outcome.Retry("the connection to Box failed" + kind);
  }

  private static Outcome refusal(BoxAPIError refused, Instant now) {
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
    boolean login = refused.getRequestInfo().getUrl().contains("/oauth2/token");
    if (ACCOUNT.contains(code) || status == 400 && login) {
      return new Outcome.Misconfigured(reason);
    }
    Outcome usual = HttpOutcome.of(status, header(answer, "Retry-After"), now, Receipt.NONE);
    return usual instanceof Outcome.Delivered
        ? new Outcome.Retry(reason)
        : saying(usual, _ -> reason);
  }

  /** The outcome with another reason. */
  static Outcome saying(Outcome outcome, UnaryOperator<String> reason) {
    return switch (outcome) {
      case Outcome.Delivered delivered -> delivered;
      case Outcome.Unknown(String was) -> new Outcome.Unknown(reason.apply(was));
      case Outcome.Retry(String was) -> new Outcome.Retry(reason.apply(was));
      case Outcome.Throttled(Duration after, String was) ->
          new Outcome.Throttled(after, reason.apply(was));
      case Outcome.Rejected(String was) -> new Outcome.Rejected(reason.apply(was));
      case Outcome.Misconfigured(String was) -> new Outcome.Misconfigured(reason.apply(was));
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

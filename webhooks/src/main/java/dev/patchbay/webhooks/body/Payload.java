package dev.patchbay.webhooks.body;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.catalog.SourceEntry.Content;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.webhooks.request.RawRequest;
import dev.patchbay.webhooks.request.Refusal;
import dev.patchbay.webhooks.request.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads a body by its content type, as far as the source's entry names that kind. */
public final class Payload {
  private Payload() {}

  /**
   * The payload.
   *
   * @throws RefusedException where the body is none of the kinds that the entry names, not
   *     well-formed, or nested deeper than {@link Json#MAX_PAYLOAD_DEPTH}
   */
  public static Object parse(RawRequest request, SourceEntry entry) {
    if (request.method().equals("GET")) {
      return new LinkedHashMap<String, Object>(request.query());
    }
    Content kind = kind(request, entry.content());
    try {
      return switch (kind) {
        case JSON, ANY_JSON -> Json.parsePayload(request.body());
        case FORM -> inner(FormBody.parse(text(request)), entry);
        case MULTIPART ->
            inner(MultipartBody.parse(request.body(), request.header("content-type")), entry);
        case XML -> shallow(XmlBody.parse(request.body()));
        case TEXT -> text(request);
      };
    } catch (JsonException | IllegalArgumentException e) {
      throw new RefusedException(Refusal.UNPARSABLE_BODY, "the body is no well-formed " + kind);
    }
  }

  /** Elements that come again make a list, which is a level too. */
  private static Object shallow(Object payload) {
    if (Json.isDeeper(payload, Json.MAX_PAYLOAD_DEPTH)) {
      throw new JsonException(
          "it is nested deeper than " + Json.MAX_PAYLOAD_DEPTH + " levels", null);
    }
    return payload;
  }

  /** The fields of a form, multipart or not; none where the body is neither. */
  public static Map<String, Object> fields(RawRequest request) {
    String type = String.valueOf(request.header("content-type"));
    try {
      return type.startsWith("multipart/")
          ? MultipartBody.parse(request.body(), type)
          : FormBody.parse(text(request));
    } catch (IllegalArgumentException _) {
      return Map.of();
    }
  }

  /** Whether the payload is the body itself, so that its bytes may be passed on as JSON. */
  public static boolean isVerbatimJson(RawRequest request, SourceEntry entry) {
    if (request.method().equals("GET")) {
      return false;
    }
    Content kind = kind(request, entry.content());
    byte[] body = request.body();
    // A parser also takes UTF-16 and a byte order mark; those bytes are not passed on as they are.
    return (kind == Content.JSON || kind == Content.ANY_JSON)
        && body.length > 1
        && body[0] > 0
        && body[1] > 0;
  }

  private static Object inner(Map<String, Object> fields, SourceEntry entry) {
    return entry.form() != null && fields.get(entry.form()) instanceof String json
        ? Json.parsePayload(json)
        : fields;
  }

  private static String text(RawRequest request) {
    return new String(request.body(), StandardCharsets.UTF_8);
  }

  private static Content kind(RawRequest request, List<Content> kinds) {
    if (kinds.contains(Content.ANY_JSON)) {
      return Content.ANY_JSON;
    }
    String type = request.header("content-type");
    if (type == null || type.isBlank()) {
      return kinds.getFirst();
    }
    String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    Content kind = named(media);
    if (kind != null && kinds.contains(kind)) {
      return kind;
    }
    if (kinds.contains(Content.TEXT) && media.startsWith("text/")) {
      return Content.TEXT;
    }
    throw new RefusedException(
        Refusal.UNSUPPORTED_CONTENT_TYPE, "its content type is none of " + kinds);
  }

  private static Content named(String media) {
    if (media.equals("application/json") || media.equals("text/json") || media.endsWith("+json")) {
      return Content.JSON;
    }
    if (media.equals("application/xml") || media.equals("text/xml") || media.endsWith("+xml")) {
      return Content.XML;
    }
    return switch (media) {
      case "application/x-www-form-urlencoded" -> Content.FORM;
      case "multipart/form-data" -> Content.MULTIPART;
      case "text/plain" -> Content.TEXT;
      default -> null;
    };
  }
}

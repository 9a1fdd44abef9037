package dev.patchbay.webhooks;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.secret.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Makes the request of a source's sample, signed as the source would sign it. */
public final class Samples {
  private static final String SECRET = "{secret:";

  private Samples() {}

  /**
   * The signed request.
   *
   * @param url of the webhook, as the hub knows it
   * @throws IllegalStateException when the secret does not hold what it takes to sign
   */
  public static RawRequest sign(
      SourceEntry entry, Secret secret, Sample sample, String url, Instant now) {
    Draft draft = new Draft(entry, secret, unsigned(entry, sample, url), now);
    sample.headers().forEach((name, value) -> fill(draft, name, value));
    signing(entry, draft)
        .orElseThrow(
            () ->
                new IllegalStateException("no signature of the entry fits this secret and sample"))
        .sign(draft);
    return draft.request();
  }

  /**
   * Whether a sample can be signed: an alternative's condition holds and the secret has its key.
   */
  static boolean fits(SourceEntry entry, Secret secret, Sample sample, String url, Instant now) {
    return signing(entry, new Draft(entry, secret, unsigned(entry, sample, url), now)).isPresent();
  }

  /** What of the secret stands in the open, such as a key's id, is written in braces. */
  private static void fill(Draft draft, String header, String value) {
    if (value.contains(SECRET)) {
      String text = Pieces.compile(value).text(draft.reading(), null);
      draft.put(Place.of("header:" + header), null, text == null ? "" : text);
    }
  }

  private static Optional<Signing> signing(SourceEntry entry, Draft draft) {
    return entry.signature().stream()
        .map(signature -> Signing.of(signature, null))
        .filter(signing -> signing.fits(draft))
        .findFirst();
  }

  /**
   * The events that a sample makes, which takes no secret; a payload stays whole whatever its size.
   *
   * @throws IllegalArgumentException when its body cannot be read
   */
  public static List<Event> events(SourceEntry entry, Sample sample, Instant now) {
    RawRequest request = unsigned(entry, sample, "http://localhost/webhooks/" + entry.name());
    try {
      return new Normaliser(entry)
          .events(Verifier.sample(new Reading(request, entry, now)), "default").stream()
              .map(Samples::event)
              .toList();
    } catch (RefusedException e) {
      throw new IllegalArgumentException("the sample makes no event: " + e.getMessage(), e);
    }
  }

  private static Event event(Normaliser.Draw draw) {
    return new Event(draw.attributes()).with("data", draw.data());
  }

  /** The request without a signature. */
  static RawRequest unsigned(SourceEntry entry, Sample sample, String url) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(sample.headers());
    headers.values().removeIf(value -> value.contains(SECRET));
    byte[] body =
        sample.text() == null ? Json.writeBytes(sample.body()) : Bytes.utf8(sample.text());
    if (String.valueOf(headers.get("content-type")).startsWith("application/x-www-form-urlencoded")
        && sample.text() == null) {
      Map<String, Object> fields =
          entry.form() == null
              ? Json.object(sample.body())
              : Map.of(entry.form(), Json.write(sample.body()));
      body = Bytes.utf8(form(fields));
    }
    String full = sample.query().isEmpty() ? url : url + "?" + form(Map.copyOf(sample.query()));
    return new RawRequest(sample.method(), full, headers, sample.query(), body);
  }

  static String form(Map<String, Object> fields) {
    StringJoiner text = new StringJoiner("&");
    fields.forEach(
        (name, value) -> {
          List<?> values = value instanceof List<?> list ? list : List.of(value);
          values.forEach(one -> text.add(encode(name) + "=" + encode(String.valueOf(one))));
        });
    return text.toString();
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

package dev.patchbay.webhooks.sample;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.webhooks.body.FormBody;
import dev.patchbay.webhooks.normalising.Draw;
import dev.patchbay.webhooks.normalising.Normaliser;
import dev.patchbay.webhooks.reading.Bytes;
import dev.patchbay.webhooks.reading.Pieces;
import dev.patchbay.webhooks.reading.Reading;
import dev.patchbay.webhooks.request.RawRequest;
import dev.patchbay.webhooks.request.RefusedException;
import dev.patchbay.webhooks.signature.Draft;
import dev.patchbay.webhooks.signature.Verifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    RawRequest bare = unsigned(entry, filled(sample, entry, secret), url);
    return new Draft(entry, secret, bare, now).signed();
  }

  /**
   * Whether a sample can be signed: an alternative's condition holds and the secret has its key.
   */
  static boolean fits(SourceEntry entry, Secret secret, Sample sample, String url, Instant now) {
    return new Draft(entry, secret, unsigned(entry, sample, url), now).fits();
  }

  /** What of the secret stands in the open, such as a key's id, is written in braces. */
  private static Sample filled(Sample sample, SourceEntry entry, Secret secret) {
    RawRequest none = new RawRequest("POST", "", Map.of(), Map.of(), new byte[0]);
    Reading reading = new Reading(none, entry, Instant.EPOCH).with(secret);
    Map<String, String> headers = new TreeMap<>(sample.headers());
    headers.replaceAll((_, value) -> (String) filled(value, reading));
    return sample.withHeaders(headers).withBody(filled(sample.body(), reading));
  }

  private static Object filled(Object value, Reading reading) {
    return switch (value) {
      case String text when text.contains(SECRET) -> {
        String filled = Pieces.compile(text).text(reading, null);
        yield filled == null ? "" : filled;
      }
      case Map<?, ?> object -> {
        Map<String, Object> filled = new LinkedHashMap<>();
        object.forEach((name, item) -> filled.put((String) name, filled(item, reading)));
        yield filled;
      }
      case List<?> list ->
          list.stream()
              .map(item -> filled(item, reading))
              .collect(ArrayList::new, List::add, List::addAll);
      case null, default -> value;
    };
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

  private static Event event(Draw draw) {
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
      body = Bytes.utf8(FormBody.write(fields));
    }
    String full =
        sample.query().isEmpty() ? url : url + "?" + FormBody.write(Map.copyOf(sample.query()));
    return new RawRequest(sample.method(), full, headers, sample.query(), body);
  }
}

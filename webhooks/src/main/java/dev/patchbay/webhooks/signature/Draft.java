package dev.patchbay.webhooks.signature;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.webhooks.body.FormBody;
import dev.patchbay.webhooks.body.Paths;
import dev.patchbay.webhooks.body.Payload;
import dev.patchbay.webhooks.reading.Bytes;
import dev.patchbay.webhooks.reading.Place;
import dev.patchbay.webhooks.reading.Reading;
import dev.patchbay.webhooks.request.RawRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A sample while it is signed: a request that can still be written to. */
public final class Draft {
  private final SourceEntry entry;
  private final Secret secret;
  private final Instant now;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, String> query = new TreeMap<>();
  private final java.util.Set<String> written = new java.util.HashSet<>();
  private final String method;
  private String url;
  private byte[] body;

  /** A draft of a request that may hold everything but its signature. */
  public Draft(SourceEntry entry, Secret secret, RawRequest request, Instant now) {
    this.entry = entry;
    this.secret = secret;
    this.now = now;
    this.headers.putAll(request.headers());
    this.query.putAll(request.query());
    this.method = request.method();
    this.url = request.url();
    this.body = request.body();
  }

  /** Whether it can be signed: an alternative's condition holds and the secret has its key. */
  public boolean fits() {
    return signing().isPresent();
  }

  /**
   * The request, signed by the first alternative that fits.
   *
   * @throws IllegalStateException when the secret does not hold what it takes to sign
   */
  public RawRequest signed() {
    signing()
        .orElseThrow(
            () ->
                new IllegalStateException("no signature of the entry fits this secret and sample"))
        .sign(this);
    return request();
  }

  private Optional<Signing> signing() {
    return entry.signature().stream()
        .map(signature -> Signing.of(signature, null))
        .filter(signing -> signing.fits(this))
        .findFirst();
  }

  Instant now() {
    return now;
  }

  private RawRequest request() {
    return new RawRequest(method, url, headers, query, body);
  }

  Reading reading() {
    return new Reading(request(), entry, now).with(secret);
  }

  /** Writes a value; a second one at the same place goes behind the separator. */
  void put(Place place, String separator, String value) {
    String name = place.name().replace("*", "1");
    switch (place.kind()) {
      case "header" -> {
        boolean more = separator != null && !written.add(name);
        written.add(name);
        headers.put(name, more ? headers.get(name) + separator + value : value);
      }
      case "query" -> {
        query.put(name, value);
        url +=
            (url.contains("?") ? "&" : "?")
                + name
                + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8);
      }
      case "json" -> {
        String before = entry.form() == null ? Bytes.text(body) : inner();
        if (!before.isBlank()) {
          Object payload = Json.parse(before);
          Paths.put(payload, name, value);
          body = Bytes.utf8(within(before, Json.write(payload)));
        }
      }
      case "form" -> {
        Map<String, Object> fields = FormBody.parse(Bytes.text(body));
        fields.put(name, value);
        body = Bytes.utf8(FormBody.write(fields));
      }
      default ->
          throw new IllegalStateException("a signature cannot be written to " + place.kind());
    }
  }

  /** The JSON in the form field that holds the payload; the body where it is no form. */
  private String inner() {
    return Payload.fields(request()).get(entry.form()) instanceof String json
        ? json
        : Bytes.text(body);
  }

  /** The body with other JSON in it. */
  private String within(String before, String after) {
    String text = Bytes.text(body);
    return text.contains(before)
        ? text.replace(before, after)
        : FormBody.write(Map.of(entry.form(), after));
  }
}

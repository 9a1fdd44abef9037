package dev.patchbay.webhooks.intake;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.log.Log;
import dev.patchbay.core.metric.Dimension;
import dev.patchbay.core.metric.Measurements;
import dev.patchbay.core.metric.Metric;
import dev.patchbay.core.secret.WritableSecrets;
import dev.patchbay.core.trace.Span;
import dev.patchbay.core.trace.SpanContext;
import dev.patchbay.core.trace.Tracer;
import dev.patchbay.webhooks.bus.Bus;
import dev.patchbay.webhooks.door.Door;
import dev.patchbay.webhooks.handshake.Acceptance;
import dev.patchbay.webhooks.handshake.Handshakes;
import dev.patchbay.webhooks.normalising.Normaliser;
import dev.patchbay.webhooks.publishing.Publisher;
import dev.patchbay.webhooks.reading.Fetch;
import dev.patchbay.webhooks.reading.Reading;
import dev.patchbay.webhooks.request.Answer;
import dev.patchbay.webhooks.request.RawRequest;
import dev.patchbay.webhooks.request.Refusal;
import dev.patchbay.webhooks.request.RefusedException;
import dev.patchbay.webhooks.signature.Certificates;
import dev.patchbay.webhooks.signature.VerifiedRequest;
import dev.patchbay.webhooks.signature.Verifier;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The way of a webhook: entry, handshake, signature, events, bus, answer. Each source is compiled
 * when it is first called. Thread-safe.
 */
public final class Intake {
  /**
   * Of a body. An event of Lambda's ends at 6 MiB with what API Gateway writes around the body, and
   * beyond that a source is answered 413 before the function is asked; what comes near is refused
   * here, where it is counted and shown.
   */
  static final int MOST_BYTES = 6 * 1024 * 1024 - 128 * 1024;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final List<String> PLAIN_HEADERS =
      List.of(
          "content-type",
          "content-length",
          "user-agent",
          "host",
          "x-github-event",
          "x-github-delivery");

  private record Source(
      SourceEntry entry,
      Verifier verifier,
      Handshakes handshakes,
      Normaliser normaliser,
      Acceptance acceptance) {}

  private final Catalog catalog;
  private final WritableSecrets secrets;
  private final Publisher publisher;
  private final Fetch fetch;
  private final Certificates certificates;
  private final Tracer tracer;
  private final Clock clock;
  private final Door door;
  private final Map<String, Source> sources = new ConcurrentHashMap<>();

  /** An intake whose door is open. */
  public Intake(
      Catalog catalog,
      WritableSecrets secrets,
      Publisher publisher,
      Fetch fetch,
      Tracer tracer,
      Clock clock) {
    this(catalog, secrets, publisher, fetch, tracer, clock, Door.open());
  }

  /**
   * Entries are read from the catalog at their first webhook.
   *
   * @param secrets also where a handshake keeps what a source hands over
   * @param fetch calls addresses of sources
   */
  public Intake(
      Catalog catalog,
      WritableSecrets secrets,
      Publisher publisher,
      Fetch fetch,
      Tracer tracer,
      Clock clock,
      Door door) {
    this.door = door;
    this.catalog = catalog;
    this.secrets = secrets;
    this.publisher = publisher;
    this.fetch = fetch;
    this.certificates = new Certificates(fetch, clock);
    this.tracer = tracer;
    this.clock = clock;
  }

  /** What a webhook is answered; nothing is thrown, and a refusal is counted and logged. */
  public Answer answer(String name, String account, RawRequest request) {
    Span span = tracer.begin(Span.Kind.PRODUCER, "accept events");
    // Whoever calls may say where it comes from, and not whether that is recorded here.
    Optional<SpanContext> caller = SpanContext.of(request.header("traceparent"));
    caller.ifPresent(span::linkedTo);
    return Log.about(
            "trace",
            span.context().traceId(),
            "callerTrace",
            caller.map(SpanContext::traceId).orElse(null))
        .call(() -> answer(name, account, request, span));
  }

  private Answer answer(String name, String account, RawRequest request, Span span) {
    Source source = null;
    try {
      source = source(name);
      if (request.body().length > MOST_BYTES) {
        throw new RefusedException(Refusal.TOO_LARGE, "more than " + MOST_BYTES + " bytes");
      }
      if (!NAME.matcher(account).matches()) {
        throw new RefusedException(Refusal.UNKNOWN_ACCOUNT, "no name of an account");
      }
      door.admit(name, account, request);
      return taken(source, account, request, span);
    } catch (RefusedException e) {
      return refused(e.refusal(), e.getMessage(), source, name, account, request);
    } catch (Bus.NotAcceptedException e) {
      return refused(Refusal.NOT_ACCEPTED, e.getMessage(), source, name, account, request);
    } catch (RuntimeException | StackOverflowError e) {
      Log.error("webhook failed", e, "source", name, "account", account);
      return refused(Refusal.NOT_ACCEPTED, "a fault of Patchbay", source, name, account, request);
    }
  }

  /**
   * Reads and compiles a source's entry ahead of its first webhook; one that is not there is left.
   */
  public void prepare(String name) {
    if (catalog.source(name).isPresent()) {
      source(name);
    }
  }

  private Source source(String name) {
    Source known = sources.get(name);
    if (known != null) {
      return known;
    }
    SourceEntry entry =
        catalog
            .source(name)
            .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN_SOURCE, "no entry"));
    return sources.computeIfAbsent(
        name,
        _ ->
            new Source(
                entry,
                new Verifier(entry, secrets, certificates),
                new Handshakes(entry, secrets, fetch),
                new Normaliser(entry),
                new Acceptance(entry)));
  }

  private Answer taken(Source source, String account, RawRequest request, Span span) {
    Reading reading = new Reading(request, source.entry(), clock.instant());
    String name = source.entry().name();
    if (source.handshakes().anyUnsigned()) {
      Reading asked = reading.with(source.verifier().current(name, account));
      Optional<Answer> answer = source.handshakes().answer(asked, true);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    List<String> methods = source.entry().methods().stream().map(Enum::name).toList();
    if (!methods.contains(request.method())) {
      return otherMethod(methods, source, account, request);
    }
    VerifiedRequest verified = source.verifier().verify(reading, name, account);
    return source
        .handshakes()
        .answer(verified.reading(), false)
        .orElseGet(() -> published(source, account, verified, span));
  }

  private Answer published(Source source, String account, VerifiedRequest verified, Span span) {
    span.with("patchbay.source", source.entry().name()).with("patchbay.account", account);
    List<String> ids =
        publisher.publish(source.normaliser().events(verified, account), verified, span);
    return source.acceptance().answer(verified.reading(), ids);
  }

  /** No cause is for this alone: a source's event has not come, as when its body is none. */
  private static Answer otherMethod(
      List<String> methods, Source source, String account, RawRequest request) {
    String allowed = String.join(", ", methods);
    String detail = "method " + request.method() + ", where the source has " + allowed;
    log(Refusal.UNPARSABLE_BODY, detail, source, source.entry().name(), account, request);
    return new Answer(405, Map.of("allow", allowed), "");
  }

  private static Answer refused(
      Refusal refusal,
      String detail,
      Source source,
      String name,
      String account,
      RawRequest request) {
    log(refusal, detail, source, name, account, request);
    int status =
        source == null
            ? refusal.status()
            : source.entry().answers().refused().getOrDefault(refusal.word(), refusal.status());
    return new Answer(
        status, status == 503 || status == 429 ? Map.of("retry-after", "5") : Map.of(), "");
  }

  private static void log(
      Refusal refusal,
      String detail,
      Source source,
      String name,
      String account,
      RawRequest request) {
    Log.warn(
        measured(refusal, source),
        "webhook refused",
        "cause",
        refusal.word(),
        "source",
        name,
        "account",
        account,
        "detail",
        detail,
        "headers",
        masked(request));
  }

  /** A request of which not even a source can be read: nothing that API Gateway would send. */
  public static Answer unread(String detail) {
    Log.warn(
        measured(Refusal.UNPARSABLE_BODY, null),
        "webhook refused",
        "cause",
        Refusal.UNPARSABLE_BODY.word(),
        "source",
        Dimension.UNKNOWN,
        "detail",
        detail);
    return new Answer(Refusal.UNPARSABLE_BODY.status(), Map.of(), "");
  }

  /** A name that the catalog does not have is a stranger's, and names no metric. */
  private static Measurements measured(Refusal refusal, Source source) {
    Measurements measured =
        Measurements.ofSource(source == null ? Dimension.UNKNOWN : source.entry().name())
            .by(Dimension.CAUSE, refusal.word())
            .count(Metric.WEBHOOKS_REFUSED);
    return refusal.isOfSignature() ? measured.count(Metric.SIGNATURE_FAILURES) : measured;
  }

  /** Names of all headers, values of those that never hold a secret. */
  private static Map<String, String> masked(RawRequest request) {
    Map<String, String> masked = new HashMap<>();
    request
        .headers()
        .forEach(
            (header, value) -> {
              String lower = header.toLowerCase(Locale.ROOT);
              masked.put(lower, PLAIN_HEADERS.contains(lower) ? value : "***");
            });
    return masked;
  }
}

package dev.patchbay.webhooks.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.catalog.SourceEntry.Signature;
import dev.patchbay.core.catalog.SourceKeys;
import dev.patchbay.core.event.DataRef;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.secret.Secrets;
import dev.patchbay.core.setting.Settings;
import dev.patchbay.core.trace.Tracer;
import dev.patchbay.webhooks.MemorySecrets;
import dev.patchbay.webhooks.bus.BusEntry;
import dev.patchbay.webhooks.intake.AwsEvents;
import dev.patchbay.webhooks.intake.Intake;
import dev.patchbay.webhooks.publishing.PayloadStore;
import dev.patchbay.webhooks.publishing.Publisher;
import dev.patchbay.webhooks.reading.Bytes;
import dev.patchbay.webhooks.request.Answer;
import dev.patchbay.webhooks.request.RawRequest;
import dev.patchbay.webhooks.request.Refusal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** An intake with one source, two accounts with a secret each, and a bus in memory. */
public final class SourceBench {
  public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String URL = "https://hub.example/webhooks/";

  /** RSA keys take long to make. */
  private static final Map<String, Map<String, Object>> KEYS = new ConcurrentHashMap<>();

  private final SourceEntry entry;
  private final List<BusEntry> entries = new ArrayList<>();
  private final Map<String, List<Secret>> secrets = new HashMap<>();
  private final Secret secret;
  private final Intake intake;
  private final AwsEvents awsEvents;

  public SourceBench(SourceEntry entry) {
    this.entry = entry;
    this.secret = secret("default");
    secrets.put(secret.name(), List.of(secret));
    Secret other = secret("other");
    secrets.put(other.name(), List.of(other));
    PayloadStore store = (key, payload, _) -> new DataRef("bucket", key, payload.length, "");
    Publisher publisher = new Publisher(entries::addAll, store);
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    Tracer tracer = new Tracer(new Settings(_ -> null), clock);
    this.awsEvents = new AwsEvents(catalog(), publisher, tracer, clock);
    this.intake =
        new Intake(
            catalog(),
            new MemorySecrets(secrets),
            publisher,
            _ -> SelfSigned.of(secret).or(() -> Optional.of(new byte[0])),
            tracer,
            clock);
  }

  /** Random text per field; a key pair where the source signs with a private key. */
  private Secret secret(String account) {
    String name = Secrets.ofSource(entry.name(), account);
    Map<String, Object> fields = new TreeMap<>();
    if (entry.secret() != null) {
      entry.secret().properties().forEach((field, _) -> fields.put(field, random()));
    }
    fields.putAll(KEYS.computeIfAbsent(name + entry.signature(), _ -> SourceKeys.of(entry)));
    return new Secret(name, "1", fields);
  }

  private static String random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private Catalog catalog() {
    return new Catalog() {
      @Override
      public Optional<SourceEntry> source(String name) {
        return Optional.of(entry).filter(one -> one.name().equals(name));
      }

      @Override
      public Optional<ConnectorEntry> connector(String name) {
        return Optional.empty();
      }
    };
  }

  /** Empties a field of the default account's secret. */
  void forget(String field) {
    Map<String, Object> fields = new TreeMap<>(secret.fields());
    fields.remove(field);
    secrets.put(secret.name(), List.of(new Secret(secret.name(), "1", fields)));
  }

  boolean fits(Sample sample) {
    return Samples.fits(entry, secret, sample, URL + entry.name(), NOW);
  }

  RawRequest signed(Sample sample, Instant at) {
    return Samples.sign(entry, secret, sample, URL + entry.name(), at);
  }

  RawRequest unsigned(Sample sample) {
    return Samples.unsigned(entry, sample, URL + entry.name());
  }

  /** Signed, and then with another character in the middle of the signature. */
  RawRequest forged(Sample sample) {
    RawRequest bare = unsigned(sample);
    RawRequest request = signed(sample, NOW);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    request
        .headers()
        .forEach(
            (name, value) ->
                headers.put(name, value.equals(bare.header(name)) ? value : altered(value)));
    Map<String, String> query = new TreeMap<>(request.query());
    query.replaceAll(
        (name, value) -> value.equals(bare.query().get(name)) ? value : altered(value));
    String url = request.url();
    for (Map.Entry<String, String> each : request.query().entrySet()) {
      url = url.replace(encoded(each.getValue()), encoded(query.get(each.getKey())));
    }
    byte[] body = request.body();
    if (!java.util.Arrays.equals(body, bare.body())) {
      body = Bytes.utf8(alteredWithin(Bytes.text(bare.body()), Bytes.text(body)));
    }
    return new RawRequest(request.method(), url, headers, query, body);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String altered(String value) {
    int at = Math.max(0, value.length() * 2 / 3 - 1);
    char other = value.charAt(at) == '1' ? '2' : '1';
    return value.substring(0, at) + other + value.substring(at + 1);
  }

  /** Alters the text where signing changed it. */
  private static String alteredWithin(String before, String after) {
    int start = 0;
    while (start < before.length() && before.charAt(start) == after.charAt(start)) {
      start++;
    }
    int end = 0;
    int most = Math.min(before.length(), after.length()) - start;
    while (end < most
        && before.charAt(before.length() - 1 - end) == after.charAt(after.length() - 1 - end)) {
      end++;
    }
    String middle = after.substring(start, after.length() - end);
    return after.substring(0, start) + altered(middle) + after.substring(after.length() - end);
  }

  public Intake intake() {
    return intake;
  }

  /** Hands an event over as AWS does. */
  void deliver(RawRequest request) {
    awsEvents.take(Json.parseObject(request.body()));
  }

  Answer post(String account, RawRequest request) {
    return intake.answer(entry.name(), account, request);
  }

  /** Nothing was published, and the answer is one of those that the entry gives a refusal. */
  void refuses(Answer answer) {
    Set<Integer> statuses =
        java.util.Arrays.stream(Refusal.values())
            .map(one -> entry.answers().refused().getOrDefault(one.word(), one.status()))
            .collect(Collectors.toSet());
    assertThat(statuses).contains(answer.status());
    assertThat(entries).isEmpty();
  }

  /** The entry's signature, for a failure's message. */
  String refusal() {
    Signature signature = entry.signature().getFirst();
    return signature.scheme() + " at " + signature.at();
  }

  /** Forgets what was published. */
  void clear() {
    entries.clear();
  }

  public List<Map<String, Object>> events() {
    return entries.stream().map(one -> Json.parseObject(one.detail())).toList();
  }
}

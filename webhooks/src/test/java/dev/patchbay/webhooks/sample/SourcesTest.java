package dev.patchbay.webhooks.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.catalog.SourceEntry.Scheme;
import dev.patchbay.core.catalog.SourceEntry.Signature;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.json.Json;
import dev.patchbay.webhooks.reading.Reading;
import dev.patchbay.webhooks.request.Answer;
import dev.patchbay.webhooks.request.RawRequest;
import dev.patchbay.webhooks.signature.SignatureDefaults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * What every source of the catalog must hold: each of its samples, by each alternative of its
 * signature that fits.
 */
class SourcesTest {
  private static final Instant NOW = SourceBench.NOW;

  @TestFactory
  Stream<DynamicNode> everySourceHolds() {
    return SourceFolder.all().stream().map(SourcesTest::source);
  }

  private static DynamicNode source(SourceFolder source) {
    SourceEntry entry = source.entry();
    Map<String, Sample> samples = source.samples();
    List<DynamicNode> tests = new ArrayList<>();
    tests.add(
        test(
            entry.name() + " ",
            "is named as its folder, in one sentence, with two samples and a set-up",
            () -> {
              assertThat(entry.name()).isEqualTo(source.name());
              assertThat(entry.summary()).endsWith(".").hasSizeLessThanOrEqualTo(170);
              assertThat(entry.setup()).isNotEmpty();
              assertThat(samples.values().stream().filter(one -> !one.isHandshake()).count())
                  .as("samples that make events")
                  .isGreaterThanOrEqualTo(2);
            }));
    for (int i = 0; i < entry.signature().size(); i++) {
      tests.add(alternative("signature " + (i + 1), only(entry, i), samples));
    }
    samples.forEach(
        (file, sample) -> {
          if (sample.isHandshake()) {
            tests.add(test(entry.name() + "/", file, () -> shakesHands(entry, sample)));
          }
        });
    return dynamicContainer(entry.name(), tests);
  }

  private static DynamicNode alternative(
      String name, SourceEntry entry, Map<String, Sample> samples) {
    List<DynamicNode> fitting = new ArrayList<>();
    samples.forEach(
        (file, sample) -> {
          if (!sample.isHandshake() && new SourceBench(entry).fits(sample)) {
            fitting.add(dynamicContainer(file, tests(entry, file, sample).toList()));
          }
        });
    fitting.add(
        dynamicTest(
            "is used by a sample",
            () -> assertThat(fitting).as(entry.name() + " " + name).hasSizeGreaterThan(1)));
    return dynamicContainer(name, fitting);
  }

  private static Stream<DynamicTest> tests(SourceEntry entry, String file, Sample sample) {
    Signature signature = SignatureDefaults.complete(entry.signature().getFirst());
    Map<String, Executable> tests = new LinkedHashMap<>();
    if (signature.scheme() == Scheme.IAM) {
      tests.put("is taken of AWS alone", () -> isDelivered(entry, sample));
    } else {
      tests.put("signed is accepted, twice under one id", () -> accepts(entry, sample));
    }
    if (signature.scheme().isChecked()) {
      tests.put("unsigned is refused", () -> refusesUnsigned(entry, sample));
      tests.put("with another signature is refused", () -> forged(entry, sample));
      if (entry.secret() != null) {
        tests.put("for a second account is refused", () -> refusesOther(entry, sample));
      }
      if (coversBody(signature)) {
        tests.put("with one bit flipped is refused", () -> flipped(entry, sample));
      }
      if (signature.timestamp() != null) {
        tests.put(
            "signed long ago is refused",
            () -> stale(entry, sample, signature.timestamp().tolerance()));
      }
    }
    String where = entry.name() + "/" + file + " ";
    return tests.entrySet().stream().map(test -> test(where, test.getKey(), test.getValue()));
  }

  private static boolean coversBody(Signature signature) {
    return switch (signature.scheme()) {
      case TOKEN, BASIC -> false;
      case JWT -> signature.claims().values().stream().anyMatch(claim -> claim.contains("{body"));
      default -> signature.signed().contains("{body");
    };
  }

  /** A failure names its source: build tools show a dynamic test's number alone. */
  private static DynamicTest test(String where, String name, Executable executable) {
    return dynamicTest(
        name,
        () -> {
          try {
            executable.execute();
          } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(where + name + ": " + e.getMessage(), e);
          }
        });
  }

  private static void accepts(SourceEntry entry, Sample sample) {
    SourceBench bench = new SourceBench(entry);
    RawRequest request = bench.signed(sample, NOW);
    Answer answer = bench.post("default", request);
    assertThat(answer.status()).as(bench.refusal()).isBetween(200, 299);
    bench.post("default", request);
    readsWell(bench, sample);
  }

  private static void isDelivered(SourceEntry entry, Sample sample) {
    SourceBench bench = new SourceBench(entry);
    RawRequest request = bench.unsigned(sample);
    bench.refuses(bench.post("default", request));
    bench.deliver(request);
    bench.deliver(request);
    readsWell(bench, sample);
  }

  /** What came twice made the same events twice. */
  private static void readsWell(SourceBench bench, Sample sample) {
    assertThat(bench.events()).isNotEmpty();
    Map<String, Object> event = bench.events().getFirst();
    assertThat(event).containsAllEntriesOf(sample.expect());
    for (Map<String, Object> each : bench.events()) {
      assertThat((String) each.get("type")).isNotEqualTo("unknown");
      assertThat((String) each.get("title"))
          .isNotBlank()
          .doesNotContain("null", "undefined", "  ")
          .doesNotEndWith(":");
    }
    int half = bench.events().size() / 2;
    assertThat(ids(bench).subList(half, 2 * half)).isEqualTo(ids(bench).subList(0, half));
    assertThat(ids(bench).subList(0, half)).doesNotHaveDuplicates();
  }

  private static List<Object> ids(SourceBench bench) {
    return bench.events().stream().map(event -> event.get("id")).toList();
  }

  private static void refusesUnsigned(SourceEntry entry, Sample sample) {
    SourceBench bench = new SourceBench(entry);
    bench.refuses(bench.post("default", bench.unsigned(sample)));
  }

  private static void refusesOther(SourceEntry entry, Sample sample) {
    SourceBench bench = new SourceBench(entry);
    bench.refuses(bench.post("other", bench.signed(sample, NOW)));
  }

  private static void forged(SourceEntry entry, Sample sample) {
    SourceBench bench = new SourceBench(entry);
    bench.refuses(bench.post("default", bench.forged(sample)));
  }

  private static void flipped(SourceEntry entry, Sample sample) {
    SourceBench bench = new SourceBench(entry);
    RawRequest request = bench.signed(sample, NOW);
    if (request.body().length > 0) {
      request.body()[request.body().length / 2] ^= 1;
      bench.refuses(bench.post("default", request));
    }
  }

  private static void stale(SourceEntry entry, Sample sample, Duration tolerance) {
    SourceBench bench = new SourceBench(entry);
    Instant old = NOW.minus(tolerance.plusMinutes(1));
    bench.refuses(bench.post("default", bench.signed(sample, old)));
  }

  private static void shakesHands(SourceEntry entry, Sample sample) {
    SourceBench bench = new SourceBench(entry);
    RawRequest request = bench.fits(sample) ? bench.signed(sample, NOW) : bench.unsigned(sample);
    Reading reading = new Reading(request, entry, NOW);
    entry.handshake().stream()
        .filter(one -> reading.holds(Expression.compile(one.when())))
        .forEach(one -> one.store().keySet().forEach(bench::forget));
    Answer answer = bench.post("default", request);
    assertThat(answer.status())
        .as(bench.refusal())
        .isEqualTo(((Number) sample.expect().getOrDefault("status", 200)).intValue());
    assertThat(bench.events()).isEmpty();
    Object body = sample.expect().get("body");
    if (body != null) {
      assertThat(body instanceof String ? answer.body() : Json.parse(answer.body()))
          .isEqualTo(body);
    }
  }

  private static SourceEntry only(SourceEntry entry, int alternative) {
    return new SourceEntry(
        entry.name(),
        entry.title(),
        entry.summary(),
        entry.category(),
        entry.docs(),
        entry.secret(),
        List.of(entry.signature().get(alternative)),
        entry.handshake(),
        entry.answers(),
        entry.methods(),
        entry.content(),
        entry.form(),
        entry.event(),
        entry.redact(),
        entry.setup());
  }
}

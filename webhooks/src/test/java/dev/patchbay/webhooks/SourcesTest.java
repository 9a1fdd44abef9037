package dev.patchbay.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.event.DataRef;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** What every source of the catalog must hold, over each of its samples. */
class SourcesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String URL = "https://hub.example/webhooks/";

  private record Case(SourceEntry entry, Sample sample) {}

  @TestFactory
  Stream<DynamicNode> everySourceHoldsWithEachOfItsSamples() throws IOException {
    try (Stream<Path> folders =
        Files.list(Path.of(System.getProperty("patchbay.root"), "webhooks", "sources"))) {
      return folders.filter(Files::isDirectory).sorted().toList().stream().map(SourcesTest::source);
    }
  }

  private static DynamicNode source(Path folder) {
    List<DynamicNode> samples = new ArrayList<>();
    SourceEntry entry = Records.bind(json(folder.resolve("entry.json")), SourceEntry.class);
    try (Stream<Path> files = Files.list(folder.resolve("samples"))) {
      files.sorted().forEach(file -> samples.add(sample(file, entry)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    samples.add(
        dynamicTest(
            "is named as its folder, in one sentence",
            () -> {
              assertThat(entry.name()).isEqualTo(folder.getFileName().toString());
              assertThat(entry.summary()).endsWith(".").hasSizeLessThanOrEqualTo(170);
            }));
    return dynamicContainer(entry.name(), samples);
  }

  private static DynamicNode sample(Path file, SourceEntry entry) {
    Case one = new Case(entry, Records.bind(json(file), Sample.class));
    boolean handshake = one.sample().expect().containsKey("handshake");
    List<DynamicNode> tests = new ArrayList<>();
    tests.add(dynamicTest("signed is accepted, twice under one id", () -> accepts(one, handshake)));
    if (!handshake
        && entry.signature().stream().noneMatch(s -> s.scheme() == SourceEntry.Scheme.NONE)) {
      tests.add(dynamicTest("unsigned is refused", () -> refusesUnsigned(one)));
      tests.add(dynamicTest("for a second account is refused", () -> refusesAnotherAccount(one)));
      if (String.valueOf(first(entry).signed()).contains("{body}")) {
        tests.add(dynamicTest("with one bit flipped is refused", () -> refusesFlipped(one)));
      }
      if (first(entry).timestamp() != null) {
        tests.add(dynamicTest("signed long ago is refused", () -> refusesStale(one)));
      }
    }
    return dynamicContainer(file.getFileName().toString(), tests);
  }

  private static SourceEntry.Signature first(SourceEntry entry) {
    return SignatureDefaults.complete(entry.signature().getFirst());
  }

  private static void accepts(Case one, boolean handshake) {
    Hub hub = new Hub(one.entry());
    RawRequest request = hub.signed(one.sample(), NOW);
    assertThat(hub.post("default", request).status()).isBetween(200, 299);
    if (handshake) {
      assertThat(hub.entries).isEmpty();
      return;
    }
    hub.post("default", request);
    assertThat(hub.events()).isNotEmpty();
    Map<String, Object> event = hub.events().getFirst();
    assertThat(event).containsAllEntriesOf(one.sample().expect());
    assertThat((String) event.get("type")).isNotEqualTo("unknown");
    assertThat((String) event.get("title")).isNotBlank().doesNotContain("null");
    int half = hub.events().size() / 2;
    assertThat(hub.events().get(half)).containsEntry("id", event.get("id"));
  }

  private static void refusesUnsigned(Case one) {
    Hub hub = new Hub(one.entry());
    RawRequest request = hub.signed(one.sample(), NOW);
    Map<String, String> headers = new HashMap<>(one.sample().headers());
    RawRequest bare =
        new RawRequest(
            "POST", URL + one.entry().name(), headers, one.sample().query(), request.body());
    if (first(one.entry()).at().startsWith("header:")) {
      assertThat(hub.post("default", bare).status()).isBetween(400, 499);
      assertThat(hub.entries).isEmpty();
    }
  }

  private static void refusesAnotherAccount(Case one) {
    Hub hub = new Hub(one.entry());
    assertThat(hub.post("other", hub.signed(one.sample(), NOW)).status()).isBetween(400, 499);
    assertThat(hub.entries).isEmpty();
  }

  private static void refusesFlipped(Case one) {
    Hub hub = new Hub(one.entry());
    RawRequest request = hub.signed(one.sample(), NOW);
    request.body()[request.body().length / 2] ^= 1;
    assertThat(hub.post("default", request).status()).isBetween(400, 499);
    assertThat(hub.entries).isEmpty();
  }

  private static void refusesStale(Case one) {
    Hub hub = new Hub(one.entry());
    Duration old = first(one.entry()).timestamp().tolerance().plusMinutes(1);
    assertThat(hub.post("default", hub.signed(one.sample(), NOW.minus(old))).status())
        .isBetween(400, 499);
    assertThat(hub.entries).isEmpty();
  }

  /** An intake with one source, two accounts with a secret each, and a bus in memory. */
  private static final class Hub {
    private final SourceEntry entry;
    private final List<BusEntry> entries = new ArrayList<>();
    private final Secret secret;
    private final Intake intake;

    Hub(SourceEntry entry) {
      this.entry = entry;
      this.secret = secret(entry);
      Secrets secrets =
          new MemorySecrets(
              Map.of(
                  Secrets.ofSource(entry.name(), "default"), List.of(secret),
                  Secrets.ofSource(entry.name(), "other"), List.of(secret(entry))));
      PayloadStore store = (key, payload, _) -> new DataRef("bucket", key, payload.length, "");
      this.intake =
          new Intake(catalog(), secrets, entries::addAll, store, Clock.fixed(NOW, ZoneOffset.UTC));
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

    RawRequest signed(Sample sample, Instant at) {
      return Samples.sign(entry, secret, sample, URL + entry.name(), at);
    }

    Answer post(String account, RawRequest request) {
      return intake.answer(entry.name(), account, request);
    }

    List<Map<String, Object>> events() {
      return entries.stream().map(one -> Json.parseObject(one.detail())).toList();
    }
  }

  /** Random text per field; a key pair where the source signs with its private key. */
  private static Secret secret(SourceEntry entry) {
    Map<String, Object> fields = new TreeMap<>();
    if (entry.secret() != null) {
      entry
          .secret()
          .properties()
          .forEach((name, _) -> fields.put(name, HexFormat.of().formatHex(random())));
    }
    SourceEntry.Signature signature = entry.signature().getFirst();
    String algorithm =
        switch (signature.scheme()) {
          case ED25519 -> "Ed25519";
          case ECDSA -> "EC";
          case RSA -> "RSA";
          default -> null;
        };
    if (algorithm != null) {
      KeyPair pair = pair(algorithm);
      byte[] key = pair.getPublic().getEncoded();
      byte[] raw =
          algorithm.equals("Ed25519")
              ? java.util.Arrays.copyOfRange(key, key.length - 32, key.length)
              : key;
      boolean hex = signature.key().contains("unhex");
      fields.put(
          "publicKey",
          hex ? HexFormat.of().formatHex(raw) : Base64.getEncoder().encodeToString(raw));
      fields.put("privateKey", Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
    }
    return new Secret("patchbay/sources/" + entry.name(), "1", fields);
  }

  private static byte[] random() {
    byte[] bytes = new byte[32];
    new java.security.SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private static KeyPair pair(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> json(Path file) {
    try {
      return Json.parseObject(Files.readString(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

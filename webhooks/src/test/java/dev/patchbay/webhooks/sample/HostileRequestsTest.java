package dev.patchbay.webhooks.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.catalog.SourceEntry.Scheme;
import dev.patchbay.webhooks.request.RawRequest;
import dev.patchbay.webhooks.signature.SignatureDefaults;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Broken and hostile requests at every source: each is answered, none with a fault of ours, and no
 * event is accepted whose signature does not hold. The seed is fixed, so a failure comes again.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileRequestsTest {
  private static final Set<Scheme> SIGNING =
      EnumSet.of(Scheme.HMAC, Scheme.ED25519, Scheme.ECDSA, Scheme.RSA);
  private static final int ROUNDS = 1;

  @TestFactory
  Stream<DynamicTest> everySourceStands() {
    return SourceFolder.all().stream()
        .filter(source -> source.entry().signature().getFirst().scheme().isChecked())
        .map(source -> DynamicTest.dynamicTest(source.name(), () -> attack(source)));
  }

  private static void attack(SourceFolder source) {
    Random random = new Random(source.name().hashCode());
    SourceBench bench = new SourceBench(source.entry());
    List<Sample> samples = List.copyOf(source.samples().values());
    for (int i = 0; i < ROUNDS * Mutation.values().length; i++) {
      Sample sample = samples.get(random.nextInt(samples.size()));
      Mutation mutation = Mutation.values()[i % Mutation.values().length];
      RawRequest request =
          bench.fits(sample) ? bench.signed(sample, SourceBench.NOW) : bench.unsigned(sample);
      byte[] signed = request.body().clone();
      RawRequest broken = mutation.apply(request, random);
      String what = source.name() + " " + mutation;
      bench.clear();
      assertThat(bench.post("default", broken).status()).as(what).isIn(allowed(source.entry()));
      if (bodyIsSigned(source.entry()) && !Arrays.equals(signed, broken.body())) {
        assertThat(bench.events()).as(what).isEmpty();
      }
      bench.clear();
      bench.post("other", broken);
      assertThat(bench.events()).as(what + " for another account").isEmpty();
    }
  }

  private static boolean bodyIsSigned(SourceEntry entry) {
    return entry.signature().stream()
        .map(SignatureDefaults::complete)
        .allMatch(one -> SIGNING.contains(one.scheme()) && one.signed().equals("{body}"));
  }

  /** Anything but a fault of ours, and but 503 where the source's entry asks for no such answer. */
  private static List<Integer> allowed(SourceEntry entry) {
    return java.util.stream.IntStream.range(200, 600)
        .filter(status -> status < 500 || entry.answers().refused().containsValue(status))
        .boxed()
        .toList();
  }
}

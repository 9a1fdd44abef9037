package dev.patchbay.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanContextTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  @Test
  void readsAndWritesATraceparent() {
    for (String flags : new String[] {"00", "01"}) {
      String traceparent = "00-" + TRACE + "-" + SPAN + "-" + flags;
      assertThat(SpanContext.of(traceparent).orElseThrow())
          .isEqualTo(new SpanContext(TRACE, SPAN, flags.equals("01")))
          .hasToString(traceparent);
    }
  }

  @Test
  void takesTheFirstFlagAloneAndWhatALaterVersionAdds() {
    assertThat(SpanContext.of("00-" + TRACE + "-" + SPAN + "-03").orElseThrow().sampled()).isTrue();
    assertThat(SpanContext.of("00-" + TRACE + "-" + SPAN + "-fe").orElseThrow().sampled())
        .isFalse();
    assertThat(SpanContext.of("cc-" + TRACE + "-" + SPAN + "-01-what-comes")).isPresent();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1\n{}"
      })
  void refusesWhatIsNoTraceparent(String text) {
    assertThat(SpanContext.of(text)).isEmpty();
  }

  @Test
  void readsXraysHeaderAsTheSameTrace() {
    assertThat(
            SpanContext.ofXray(
                    "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;"
                        + "Lineage=1:a87bd80c:0")
                .orElseThrow())
        .hasToString("00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01");
    assertThat(
            SpanContext.ofXray(
                    "Sampled=0; Parent=53995c3f42cd8ad8; Root=1-5759e988-bd862e3fe1be46a994272793")
                .orElseThrow()
                .sampled())
        .isFalse();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "Root=1-5759e988-bd862e3fe1be46a994272793",
        "Root=1-5759e988-bd862e3fe1be46a99427279;Parent=53995c3f42cd8ad8;Sampled=1",
        "Root=2-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
        "Root;Parent;Sampled",
        "Self=1-67891234-12456789abcdef012345678"
      })
  void refusesWhatIsNoHeaderOfXray(String text) {
    assertThat(SpanContext.ofXray(text)).isEmpty();
  }

  @Test
  void aTraceOfItsOwnIsOneThatXrayWouldTakeAndNobodyRecords() {
    Instant now = Instant.ofEpochSecond(0x5759e988L);
    SpanContext fresh = SpanContext.fresh(now);
    assertThat(fresh.traceId()).startsWith("5759e988").hasSize(32);
    assertThat(SpanContext.of(fresh.toString())).contains(fresh);
    assertThat(fresh.sampled()).isFalse();
    assertThat(fresh).isNotEqualTo(SpanContext.fresh(now));
    assertThat(fresh.sibling().traceId()).isEqualTo(fresh.traceId());
    assertThat(fresh.sibling().spanId()).isNotEqualTo(fresh.spanId());
  }
}

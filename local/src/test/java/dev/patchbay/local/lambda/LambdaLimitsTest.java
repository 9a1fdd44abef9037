package dev.patchbay.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.api.Throttle;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.sqs.Message;
import dev.patchbay.local.clock.HubClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class LambdaLimitsTest {
  private static Map<String, Object> environment(int bytes) {
    return Map.of("Environment", Map.of("Variables", Map.of("NAME", "x".repeat(bytes - 4))));
  }

  @Test
  void takesAnEnvironmentOf4KibAndNoLargerOne() {
    assertThat(FunctionSettings.variables("webhook", environment(4096))).containsKey("NAME");
    assertThatThrownBy(() -> FunctionSettings.variables("webhook", environment(4097)))
        .isInstanceOf(AwsException.class)
        .hasMessageContaining("exceeded the 4KB limit: webhook has 4097 bytes");
  }

  private static List<Message> messages(int count, int length) {
    return Collections.nCopies(count, new Message("m", "r", "x".repeat(length), Map.of(), 0, 1, 0));
  }

  @Test
  void handsOverABatchInPartsThatLambdaTakes() {
    assertThat(SqsEvent.parts("queue", messages(10, 250_000))).hasSize(1);

    List<SqsEvent.Part> parts = SqsEvent.parts("queue", messages(100, 250_000));

    assertThat(parts).hasSizeGreaterThan(1);
    List<Object> records = new ArrayList<>();
    for (SqsEvent.Part part : parts) {
      assertThat(part.event().length).isLessThanOrEqualTo(6 * 1024 * 1024);
      List<?> inside = (List<?>) Json.parseObject(part.event()).get("Records");
      assertThat(inside).hasSameSizeAs(part.messages());
      records.addAll(inside);
    }
    assertThat(records).hasSize(100);
  }

  @Test
  void readsWhatTheTemplateSaysOfThrottling() {
    try (HubClock clock = new HubClock()) {
      Function<String, Optional<Throttle>> throttles =
          ApiThrottles.of(
              Map.of(
                  "DefaultRouteSettings",
                  Map.of("ThrottlingBurstLimit", 2, "ThrottlingRateLimit", 0.001),
                  "RouteSettings",
                  Map.of("ANY /webhooks/{source}", Map.of("ThrottlingBurstLimit", "4"))),
              clock);

      assertThat(taken(throttles.apply("GET /else").orElseThrow())).isEqualTo(2);
      assertThat(taken(throttles.apply("ANY /webhooks/{source}").orElseThrow())).isEqualTo(4);
    }
  }

  private static int taken(Throttle throttle) {
    int taken = 0;
    while (throttle.takes()) {
      taken++;
    }
    return taken;
  }
}

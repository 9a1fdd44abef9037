package dev.patchbay.webhooks.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.event.DataRef;
import dev.patchbay.core.event.Room;
import dev.patchbay.core.json.Json;
import dev.patchbay.webhooks.bus.BusEntry;
import dev.patchbay.webhooks.normalising.Draw;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimCheckTest {
  private final ClaimCheck claimCheck =
      new ClaimCheck((key, data, _) -> new DataRef("payloads", key, data.length, "sum"));

  private BusEntry entry(int letters) {
    Map<String, Object> attributes =
        new LinkedHashMap<>(
            Map.of(
                "id", "1",
                "source", "shop",
                "account", "default",
                "type", "made",
                "receivedAt", "2026-11-27T01:00:00Z"));
    return claimCheck.entry(new Draw(attributes, Map.of("text", "x".repeat(letters)), null));
  }

  @Test
  void leavesAPayloadInTheEventUpToItsRoomAndNoFurther() {
    int around = entry(0).detail().length();

    BusEntry full = entry(Room.DETAIL - around);
    assertThat(full.detail()).hasSize(Room.DETAIL).doesNotContain("dataRef");

    BusEntry checked = entry(Room.DETAIL - around + 1);
    assertThat(Json.object(Json.parseObject(checked.detail()).get("dataRef")))
        .containsEntry("bucket", "payloads");
    assertThat(checked.detail().length()).isLessThan(Room.DETAIL);
  }

  @Test
  void leavesRoomOnTheTopicForEnvelopeAndRoute() {
    assertThat(Room.DETAIL + Room.ENVELOPE + Room.ROUTE).isEqualTo(256 * 1024);
    // The longest that EventBridge writes around a detail, with a replay's name.
    String longest = "\\u0001".repeat(128);
    String envelope =
        Json.write(
            Map.of(
                "version", "0",
                "id", "00000000-0000-4000-8000-000000000000",
                "source", "patchbay." + "s".repeat(100),
                "account", "000000000000",
                "time", "2026-11-27T01:00:00Z",
                "region", "ap-southeast-99",
                "resources", java.util.List.of(),
                "replay-name", "r".repeat(64),
                "detail-type", "",
                "detail", Map.of()));
    assertThat(envelope.length() + longest.length()).isLessThan(Room.ENVELOPE);
  }
}

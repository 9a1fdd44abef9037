package dev.patchbay.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrafficShiftTest {
  private static final Map<String, String> CANARY = Map.of("Deployment", "Canary10Percent5Minutes");

  private static TrafficShift of(Map<String, String> parameters, String logicalId, String type) {
    return new TrafficShift(
        "hub", parameters, List.of(new Change(List.of(), "modify", logicalId, type, List.of())));
  }

  @Test
  void happensWhereAnAliasMovesAndNotAllAtOnce() {
    String alias = "AWS::Lambda::Alias";
    assertThat(of(CANARY, "WebhookFunctionAliaslive", alias).happens()).isTrue();
    assertThat(of(Map.of("Deployment", "AllAtOnce"), "WebhookFunctionAliaslive", alias).happens())
        .isFalse();
    assertThat(of(CANARY, "PaymentsRule", "AWS::Events::Rule").happens()).isFalse();
  }

  @Test
  void webhookErrorsStopTheWebhookFunctionAloneAndNotWhileTheIntakeIsOff() {
    String alias = "AWS::Lambda::Alias";
    assertThat(of(CANARY, "WebhookFunctionAliaslive", alias).alarms())
        .containsExactly("hub-failures", "hub-webhook-errors");
    assertThat(of(CANARY, "OverflowFunctionAliaslive", alias).alarms())
        .containsExactly("hub-failures");
    Map<String, String> closed =
        Map.of("Deployment", "Linear10PercentEvery1Minute", "Intake", "off");
    assertThat(of(closed, "WebhookFunctionAliaslive", alias).alarms())
        .containsExactly("hub-failures");
  }
}

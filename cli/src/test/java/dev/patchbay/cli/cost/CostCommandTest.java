package dev.patchbay.cli.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.CommandRun;
import dev.patchbay.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command counts, of the template and the catalog as they are. */
final class CostCommandTest {
  private static final Path ROOT = Path.of(System.getProperty("patchbay.root"));

  @TempDir Path folder;

  @BeforeAll
  static void home() {
    System.setProperty("patchbay.home", ROOT.toString());
    System.setProperty("patchbay.caller", ROOT.toString());
  }

  private static Map<String, Object> cost(String... options) {
    List<String> command = new java.util.ArrayList<>(List.of("cost", "--json"));
    command.addAll(List.of(options));
    CommandRun run = CommandRun.of(command.toArray(String[]::new));
    assertThat(run.exit()).as(run.err()).isZero();
    return Json.parseObject(run.out());
  }

  private static double at(Map<String, Object> json, String... path) {
    Object value = json;
    for (String key : path) {
      value = Json.object(value).get(key);
    }
    return ((Number) value).doubleValue();
  }

  private static double idle(Map<String, Object> json, int hub) {
    return at(Json.object(((List<?>) json.get("idleMonths")).get(hub)), "afterFreeTier");
  }

  private String routes(String deliveries) throws Exception {
    String routes =
        """
        routes:
          - name: only
            when: {source: [github]}
            deliver:
        """
            + deliveries.indent(6);
    return Files.writeString(folder.resolve("routes.yaml"), routes).toString();
  }

  private double ofRoute(String deliveries, String... options) throws Exception {
    List<String> all = new java.util.ArrayList<>(List.of("--routes", routes(deliveries)));
    all.addAll(List.of(options));
    Map<String, Object> json = cost(all.toArray(String[]::new));
    return at(Json.object(((List<?>) json.get("routes")).getFirst()), "perMillionEvents");
  }

  @Test
  void aMillionEventsAndAnIdleMonthCostNoMoreThanTheyMay() {
    Map<String, Object> json = cost();
    assertThat(at(json, "perMillionEvents", "oneDelivery", "total")).isLessThanOrEqualTo(6.50);
    assertThat(at(json, "perMillionEvents", "threeDeliveries", "total")).isLessThanOrEqualTo(11.00);
    assertThat(idle(json, 1)).as("one connector").isLessThan(1);
    assertThat(idle(json, 2)).as("six connectors").isLessThan(5);
  }

  @Test
  void theTotalIsTheSumOfItsParts() {
    Map<String, Object> json = cost();
    Map<String, Object> million =
        Json.object(Json.object(json.get("perMillionEvents")).get("threeDeliveries"));
    double sum =
        Json.object(million.get("parts")).values().stream()
            .mapToDouble(usd -> ((Number) usd).doubleValue())
            .sum();
    assertThat(sum).isCloseTo(at(million, "total"), org.assertj.core.data.Offset.offset(0.01));
  }

  @Test
  void whatTheTemplateSaysIsCounted() {
    String[] archive = {"perMillionEvents", "oneDelivery", "parts", "EventBridge archive"};
    String[] ledger = {"perMillionEvents", "oneDelivery", "parts", "DynamoDB, the ledger"};
    Map<String, Object> usual = cost();
    Map<String, Object> shorter = cost("--parameter", "ArchiveRetentionDays=1");
    assertThat(at(shorter, archive)).isLessThan(at(usual, archive));
    assertThat(at(shorter, ledger)).isLessThan(at(usual, ledger));
    Map<String, Object> traced = cost("--parameter", "Tracing=Active", "--traced", "1");
    assertThat(at(traced, "perMillionEvents", "oneDelivery", "parts", "X-Ray"))
        .as("each webhook, and each tenth of a delivery")
        .isCloseTo(5.5, org.assertj.core.data.Offset.offset(0.01));
    assertThat(CommandRun.of("cost", "--parameter", "Tracing=Sometimes").exit()).isEqualTo(1);
  }

  @Test
  void whatARouteSaysIsCounted() throws Exception {
    double one = ofRoute("- slack: {channel: \"#a\"}\n");
    double two = ofRoute("- slack: {channel: \"#a\"}\n- box: {folder: /a}\n");
    double sameConnector = ofRoute("- slack: {channel: \"#a\"}\n- slack: {channel: \"#b\"}\n");
    double digest = ofRoute("- slack: {channel: \"#a\"}\n  digest: 1h\n");
    double target = ofRoute("- aws: {arn: \"arn:aws:sqs:us-east-1:123456789012:audit\"}\n");
    double callingBack = ofRoute("- twilio: {to: \"+15005550006\"}\n");
    assertThat(two).isGreaterThan(one);
    assertThat(sameConnector).as("shares a message").isGreaterThan(one).isLessThan(two);
    assertThat(digest).as("two writes more").isGreaterThan(one);
    assertThat(target).isLessThan(one);
    assertThat(callingBack).as("its callbacks are webhooks too").isGreaterThan(two);
  }

  @Test
  void everyAssumptionCanBeReplaced() throws Exception {
    String slack = "- slack: {channel: \"#a\"}\n";
    double usual = ofRoute(slack);
    assertThat(ofRoute(slack, "--event-size", "300000"))
        .as("five chunks on the bus, and an object in the bucket")
        .isGreaterThan(usual + 10);
    assertThat(ofRoute(slack, "--connector-duration", "2000")).isGreaterThan(usual + 1);
    assertThat(ofRoute(slack, "--batch", "1")).isGreaterThan(usual + 1);
    assertThat(ofRoute(slack, "--batch", "1", "--starts", "1"))
        .as("a start for each, of two seconds at 512 MB")
        .isCloseTo(ofRoute(slack, "--batch", "1") + 13.3, org.assertj.core.data.Offset.offset(0.1));
    assertThat(ofRoute(slack, "--log-bytes", "3000")).isGreaterThan(usual + 2);
    assertThat(ofRoute(slack, "--ledger-bytes", "1025")).isGreaterThan(usual + 1.2);
    assertThat(CommandRun.of("cost", "--batch", "0").exit()).isEqualTo(2);
    assertThat(CommandRun.of("cost", "--batch", "many").exit()).isEqualTo(2);
  }

  @Test
  void pricesOfAnotherRegionAreNotGuessed() {
    CommandRun run = CommandRun.of("cost", "--region", "eu-west-1");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("eu-west-1").contains("us-east-1").contains("--prices");
  }

  @Test
  void aTableOfPricesThatLacksOneIsRefusedByItsName() throws Exception {
    Path own = folder.resolve("prices.json");
    String text =
        new String(
            dev.patchbay.cli.cost.PriceTable.class
                .getResourceAsStream("prices.json")
                .readAllBytes(),
            StandardCharsets.UTF_8);
    Files.writeString(own, text.replace("us-east-1", "eu-west-1"));
    assertThat(CommandRun.of("cost", "--region", "eu-west-1", "--prices", own.toString()).exit())
        .isZero();
    Files.writeString(own, text.replace("\"api-request\"", "\"api-requests\""));
    CommandRun run = CommandRun.of("cost", "--prices", own.toString());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("prices.api-request").contains("missing");
  }

  @Test
  void besideTheHostedServicesStandsWhatAMillionAMonthCostsThatMostlyComeAlone() {
    Map<String, Object> json = cost();
    Map<String, Object> idle = Json.object(((List<?>) json.get("idleMonths")).get(2));
    double whole =
        at(json, "perMillionEvents", "threeDeliveries", "inBatchesOfOne") + at(idle, "total");
    assertThat(CommandRun.of("cost").out())
        .containsPattern("each message by itself.*" + CostTables.usd(whole).replace(".", "\\."));
  }

  @Test
  void aHubWithoutADashboardPaysForNone() {
    Map<String, Object> json = cost("--parameter", "Dashboard=off");
    Map<String, Object> idle = Json.object(((List<?>) json.get("idleMonths")).get(2));
    assertThat(at(idle, "total")).isLessThan(6.5);
  }

  @Test
  void theTemplateHoldsNothingWhosePriceIsUnknown() {
    assertThat(cost().get("notCounted")).isEqualTo(List.of());
  }

  @Test
  void thePageIsWhatTheCommandWrites() throws Exception {
    CommandRun run = CommandRun.of("cost");
    assertThat(run.out()).contains("A million events").contains("Hookdeck").contains("--batch");
    assertThat(CommandRun.of("routes", "check").out())
        .contains("at most 12 attempts over 24 h, then dead letter `slack`")
        .contains("per million events");
  }

  @Test
  void routesCheckSaysItAsJsonToo() {
    Map<String, Object> json = Json.parseObject(CommandRun.of("routes", "check", "--json").out());
    Map<String, Object> first = Json.object(((List<?>) json.get("deliveries")).getFirst());
    assertThat(first)
        .containsEntry("route", "pushes")
        .containsEntry("connector", "slack")
        .containsEntry("attempts", 12)
        .containsEntry("within", "24 h")
        .containsEntry("deadLetters", "slack")
        .containsEntry("cutShort", List.of());
    assertThat(Json.object(json.get("usdPerMillionEvents"))).containsKey("pushes");
  }
}

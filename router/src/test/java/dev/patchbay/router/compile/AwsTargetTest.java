package dev.patchbay.router.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.json.Json;
import dev.patchbay.router.TestCatalog;
import dev.patchbay.router.check.RouteReport;
import dev.patchbay.router.reading.Routes;
import dev.patchbay.router.route.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries to AWS itself. */
class AwsTargetTest {
  private static final CatalogFile CATALOG =
      CatalogFile.read(TestCatalog.root().resolve("connector-catalog.json"));
  private static final String ROUTES =
      """
      routes:
        - name: audit
          when: {source: [github]}
          deliver:
            - slack: {channel: "#ops"}
            - aws: {arn: "arn:aws:kinesis:eu-west-1:123456789012:stream/audit", partitionKey: $.detail.subject}
            - aws: {arn: "arn:aws:sqs:eu-west-1:123456789012:audit.fifo", messageGroup: audit}
            - aws: {arn: "arn:aws:events:eu-west-1:123456789012:event-bus/other"}
            - aws: {arn: "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/events/audit"}
      """;

  @TempDir Path folder;

  private static List<Route> routes(String text) {
    return Routes.parse("routes.yaml", text, CATALOG).routes();
  }

  private static Map<String, Object> resources(String text) {
    Map<String, Object> stack = Json.parseObject(new RouteCompiler(CATALOG).compile(routes(text)));
    return Json.object(stack.get("Resources"));
  }

  private static String properties(String id) {
    return Json.write(Json.object(resources(ROUTES).get(id)).get("Properties"));
  }

  @Test
  void becomesATargetOfTheRuleBesideItsTopic() {
    assertThat(properties("AuditRule"))
        .contains("\"Id\":\"topic\"")
        .contains("\"Arn\":\"arn:aws:kinesis:eu-west-1:123456789012:stream/audit\"")
        .contains("\"KinesisParameters\":{\"PartitionKeyPath\":\"$.detail.subject\"}")
        .contains("\"SqsParameters\":{\"MessageGroupId\":\"audit\"}")
        .contains("\"RoleArn\":{\"Fn::GetAtt\":[\"AuditTargetRole\",\"Arn\"]}")
        .contains("\"InputPath\":\"$.detail\"");
    assertThat(routes(ROUTES).getFirst().connectors()).containsExactly("slack");
    assertThat(resources(ROUTES)).containsKeys("SlackConnector", "AuditToSlack");
  }

  @Test
  void letsItsOwnRuleAloneTakeARoleThatMayDoNoMore() {
    assertThat(properties("AuditTargetRole"))
        .contains("\"Action\":\"kinesis:PutRecord\",\"Resource\":\"arn:aws:kinesis:")
        .contains("\"Action\":\"sqs:SendMessage\",\"Resource\":\"arn:aws:sqs:")
        .contains("\"Action\":\"events:PutEvents\",\"Resource\":\"arn:aws:events:")
        .contains("\"aws:SourceArn\":{\"Fn::Sub\":")
        .contains("rule/${Bus}/${Prefix}-route-audit")
        .doesNotContain("logs:");
    assertThat(properties("LogGroupsPolicy"))
        .contains("arn:aws:logs:eu-west-1:123456789012:log-group:/aws/events/audit:*");
  }

  @Test
  void passesCfnLint() throws IOException, InterruptedException {
    Path file = folder.resolve("stack.json");
    Files.writeString(file, new RouteCompiler(CATALOG).compile(routes(ROUTES)));
    Process lint =
        new ProcessBuilder("cfn-lint", "--ignore-checks", "W2001", "W3002", "--", file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(lint.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(lint.waitFor()).as(said).isZero();
  }

  @Test
  void saysWhatCannotBeSentTo() {
    String text =
        """
        routes:
          - name: audit
            when: {source: [github]}
            deliver:
              - aws: {arn: "arn:aws:s3:::bucket"}
              - aws: {arn: "arn:aws:sqs:eu-west-1:123456789012:q"}
                quiet: {from: "22:00", to: "07:00"}
              - aws: {name: q}
              - aws: {arn: "arn:aws:kinesis:eu-west-1:123456789012:stream/a", partitionKey: subject}
        """;
    assertThat(Routes.parse("routes.yaml", text, CATALOG).problems())
        .extracting(Object::toString)
        .anySatisfy(it -> assertThat(it).contains("deliver[0].aws.arn").contains("such as"))
        .anySatisfy(it -> assertThat(it).contains("deliver[1]").contains("nothing beside it"))
        .anySatisfy(it -> assertThat(it).contains("deliver[2].aws.name").contains("not known"))
        .anySatisfy(it -> assertThat(it).contains("deliver[3].aws.partitionKey"));
  }

  /** A stack whose second route names so many groups. */
  private static String groups(int count) {
    StringBuilder text = new StringBuilder("routes:\n");
    for (int i = 0; i < count; i++) {
      text.append(
          """
            - name: audit-%1$d
              when: {source: [github]}
              deliver: [{aws: {arn: "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/events/audit-%1$d"}}]
          """
              .formatted(i));
    }
    return text.toString();
  }

  @Test
  void needsOnePolicyForAllLogGroups() { // an account has ten in a region
    assertThat(resources(groups(12)).values())
        .filteredOn(it -> "AWS::Logs::ResourcePolicy".equals(Json.object(it).get("Type")))
        .singleElement()
        .asString()
        .contains("/aws/events/audit-0:*", "/aws/events/audit-11:*");
  }

  @Test
  void saysWhenTheLogGroupsAreMoreThanTheirPolicyHolds() {
    assertThat(Routes.parse("routes.yaml", groups(60), CATALOG).problems()).isEmpty();
    assertThat(Routes.parse("routes.yaml", groups(70), CATALOG).problems())
        .singleElement()
        .asString()
        .contains("of the 5120 characters that CloudWatch Logs takes", "one log group");
  }

  private static List<String> problems(String target) {
    String text =
        """
        routes:
          - name: audit
            when: {source: [github]}
            deliver: [{aws: %s}]
        """
            .formatted(target);
    return Routes.parse("routes.yaml", text, CATALOG).problems().stream()
        .map(Object::toString)
        .toList();
  }

  private static String to(String service, String resource, String more) {
    return "{arn: \"arn:aws:%s:eu-west-1:123456789012:%s\"%s}".formatted(service, resource, more);
  }

  @Test
  void takesAMessageGroupOfQueuesAloneAndAsksAFifoQueueForOne() {
    assertThat(problems(to("sqs", "q.fifo", ", messageGroup: audit"))).isEmpty();
    assertThat(problems(to("sqs", "q", ", messageGroup: tenant"))).isEmpty(); // a fair queue
    assertThat(problems(to("sqs", "q.fifo", "")))
        .singleElement()
        .asString()
        .contains("deliver[0].aws", "is a FIFO queue, and needs a 'messageGroup'");
    assertThat(problems(to("sqs", "q.fifo", ", messageGroup: \"a b\"")))
        .singleElement()
        .asString()
        .contains("messageGroup", "1 to 100");
    assertThat(problems(to("lambda", "function:f", ", messageGroup: audit")))
        .singleElement()
        .asString()
        .contains("messageGroup", "is for an SQS queue alone");
  }

  @Test
  void takesAPartitionKeyOfKinesisStreamsAlone() {
    assertThat(problems(to("sqs", "q", ", partitionKey: $.detail.id")))
        .singleElement()
        .asString()
        .contains("partitionKey", "is for a Kinesis stream alone");
  }

  @Test
  void saysWhichWayAFifoTopicIsReached() {
    assertThat(problems(to("sns", "t.fifo", "")))
        .singleElement()
        .asString()
        .contains("- sns: {topic: …}");
  }

  @Test
  void isToldByTheReport() {
    assertThat(RouteReport.of(routes(ROUTES), CATALOG, _ -> TestCatalog.QUEUE).lines())
        .anySatisfy(
            line -> {
              assertThat(line.connector()).isEqualTo("aws");
              assertThat(line.fate())
                  .isEqualTo(
                      "at most 186 attempts over 24 h, then dead letter `undelivered-events`");
            });
  }
}

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

/** Connectors that have no function, and those whose role is allowed what routes name. */
class StackTargetTest {
  private static final CatalogFile CATALOG =
      CatalogFile.read(TestCatalog.root().resolve("connector-catalog.json"));
  private static final String ROUTES =
      """
      routes:
        - name: keep
          when: {source: [github]}
          deliver:
            - archive: {}
            - sns: {topic: "arn:aws:sns:eu-west-1:123456789012:alerts"}
        - name: wake
          when: {severity: [critical]}
          deliver:
            - archive: {}
            - sns: {phone: "{{ data.phone }}"}
            - sns: {topic: "arn:aws:sns:eu-west-1:123456789012:night"}
      """;

  @TempDir Path folder;

  private static List<Route> routes(String text) {
    Routes routes = Routes.parse("routes.yaml", text, CATALOG);
    assertThat(routes.problems()).isEmpty();
    return routes.routes();
  }

  private static Map<String, Object> resources(String text) {
    Map<String, Object> stack = Json.parseObject(new RouteCompiler(CATALOG).compile(routes(text)));
    return Json.object(stack.get("Resources"));
  }

  private static String properties(String routes, String id) {
    return Json.write(Json.object(resources(routes).get(id)).get("Properties"));
  }

  private static List<String> problems(String deliveries) {
    String text = "routes:\n  - name: a\n    when: {source: [github]}\n    deliver: " + deliveries;
    return Routes.parse("routes.yaml", text, CATALOG).problems().stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void theRuleSendsToTheStackByItself() {
    Map<String, Object> resources = resources(ROUTES);
    assertThat(resources)
        .containsKeys("ArchiveConnector", "SnsConnector", "KeepToSns")
        .doesNotContainKey("KeepToArchive");
    assertThat(properties(ROUTES, "ArchiveConnector"))
        .contains("../../connectors/archive/template.yaml")
        .contains("\"EventRetentionDays\":{\"Ref\":\"EventRetentionDays\"}");
    assertThat(properties(ROUTES, "KeepRule"))
        .contains("{\"Fn::GetAtt\":[\"ArchiveConnector\",\"Outputs.TargetArn\"]}")
        .contains("\"InputPath\":\"$.detail\"")
        .contains("\"DeadLetterConfig\":{\"Arn\":{\"Ref\":\"UndeliveredEventsArn\"}}");
    assertThat(properties(ROUTES, "KeepTargetRole"))
        .contains("\"Action\":\"firehose:PutRecord\",\"Resource\":{\"Fn::GetAtt\":");
  }

  @Test
  void aRoleMayPublishToTheTopicsOfRoutesAndToNoOther() {
    assertThat(properties(ROUTES, "SnsConnectorPermissions"))
        .contains("\"RoleName\":{\"Fn::GetAtt\":[\"SnsConnector\",\"Outputs.RoleName\"]}")
        .contains(
            "\"Resource\":[\"arn:aws:sns:eu-west-1:123456789012:alerts\","
                + "\"arn:aws:sns:eu-west-1:123456789012:night\"]")
        .contains("\"NotResource\":\"arn:*:sns:*:*:*\"");
    String topicOnly = ROUTES.replaceAll(".*phone.*\n", "");
    assertThat(properties(topicOnly, "SnsConnectorPermissions"))
        .contains("PublishToTopics")
        .doesNotContain("SendSms");
  }

  @Test
  void saysWhatCannotBe() {
    assertThat(problems("[{archive: {folder: x}}]").getFirst()).contains("takes no 'folder'");
    assertThat(problems("[{archive: {}, digest: 5m}]").toString()).contains("digest");
    assertThat(problems("[{archive: {}}, {archive: {}}]").getFirst()).contains("already");
    assertThat(problems("[{sns: {topic: 'arn:aws:sns:eu-west-1:123456789012:{{ type }}'}}]"))
        .singleElement()
        .asString()
        .contains("must be written out");
    assertThat(problems("[{sns: {}}]"))
        .singleElement()
        .asString()
        .contains("takes exactly one of [topic, phone]");
    assertThat(
            problems(
                "[{sns: {topic: 'arn:aws:sns:eu-west-1:123456789012:a', phone:"
                    + " '+4915123456789'}}]"))
        .singleElement()
        .asString()
        .contains("takes exactly one of [topic, phone]");
  }

  @Test
  void passesCfnLint() throws IOException, InterruptedException {
    Path file = folder.resolve("stack.json");
    Files.writeString(file, new RouteCompiler(CATALOG).compile(routes(ROUTES)));
    Process lint =
        new ProcessBuilder(
                "cfn-lint",
                "--ignore-checks",
                "W3002",
                "--",
                file.toString(),
                TestCatalog.root().resolve("connectors/archive/template.yaml").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(lint.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(lint.waitFor()).as(said).isZero();
  }

  @Test
  void theReportTellsOfIt() {
    assertThat(RouteReport.of(routes(ROUTES), CATALOG, _ -> TestCatalog.QUEUE).lines())
        .anySatisfy(
            line -> {
              assertThat(line.connector()).isEqualTo("archive");
              assertThat(line.fate()).endsWith("dead letter `undelivered-events`");
            });
  }
}

package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.files.RouteFiles;
import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.iam.Policy;
import dev.patchbay.local.aws.iam.PolicyReader;
import dev.patchbay.local.aws.iam.Principal;
import dev.patchbay.local.aws.iam.Question;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.StackSurvey;
import dev.patchbay.local.template.TemplateFile;
import dev.patchbay.router.reading.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pipeline.yaml lets CloudFormation do, against what the hub's stacks hold. */
final class DeployRoleTest {
  private static final String ROUTES =
      """
      watch:
        - {source: github, quietFor: 6h}
      routes:
        - name: all
          when: {source: [github]}
          deliver:
            - slack: {channel: "#dev"}
            - archive: {}
            - sns: {topic: "arn:aws:sns:us-east-1:123456789012:alerts"}
            - aws: {arn: "arn:aws:logs:us-east-1:123456789012:log-group:/audit"}
            - aws: {arn: "arn:aws:sqs:us-east-1:123456789012:audit"}
      """;

  @TempDir Path folder;

  /** The types of all resources of a hub, in its own templates' words. */
  private TreeSet<String> types() throws IOException {
    List<Path> templates = new ArrayList<>();
    for (String name :
        List.of(
            "template.yaml",
            "connectors/template.yaml",
            "connectors/archive/template.yaml",
            "operations/template.yaml",
            "operations/queries.yaml")) {
      templates.add(TestHub.ROOT.resolve(name));
    }
    templates.add(compiledRoutes());
    TreeSet<String> types = new TreeSet<>();
    for (Path template : templates) {
      resources(template).values().forEach(resource -> types.add(resource.get("Type").toString()));
    }
    return types;
  }

  private Path compiledRoutes() throws IOException {
    CatalogFile catalog = CatalogFile.read(TestHub.ROOT.resolve("connector-catalog.json"));
    Path routes = Files.writeString(folder.resolve("routes.yaml"), ROUTES);
    StringWriter problems = new StringWriter();
    Routes read = RouteFiles.readAll(routes, catalog, new PrintWriter(problems));
    assertThat(read).as(problems.toString()).isNotNull();
    return Files.writeString(
        folder.resolve("routes.template.json"), RouteFiles.compile(read, catalog));
  }

  private static Map<String, Map<String, Object>> resources(Path template) {
    Map<String, Map<String, Object>> resources = new TreeMap<>();
    TemplateFile.read(template)
        .section("Resources")
        .forEach((id, resource) -> resources.put(id, Json.object(resource)));
    return resources;
  }

  private static Map<String, Object> table() throws IOException {
    try (InputStream in = DeployRoleTest.class.getResourceAsStream("deploy-actions.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Json.object(Json.parseObject(text).get("types"));
    }
  }

  /** Actions of the two policies of a stage. */
  private static TreeSet<String> allowed(String stage) {
    TreeSet<String> actions = new TreeSet<>();
    for (Map<String, Object> statement : statements(stage)) {
      if (statement.get("Action") instanceof List<?> several) {
        several.forEach(action -> actions.add(action.toString()));
      } else {
        actions.add(statement.get("Action").toString());
      }
    }
    return actions;
  }

  private static List<Map<String, Object>> statements(String stage) {
    List<Map<String, Object>> statements = new ArrayList<>();
    Map<String, Map<String, Object>> resources = resources(TestHub.ROOT.resolve("pipeline.yaml"));
    for (String half : List.of("Functions", "Data")) {
      Map<String, Object> policy =
          Json.object(resources.get("Deploy" + stage + half).get("Properties"));
      List<?> written = (List<?>) Json.object(policy.get("PolicyDocument")).get("Statement");
      written.forEach(statement -> statements.add(Json.object(statement)));
    }
    return statements;
  }

  @Test
  void theTableKnowsTheTypesOfTheTemplatesAndNoOthers() throws IOException {
    assertThat(types()).isEqualTo(new TreeSet<>(table().keySet()));
  }

  @ParameterizedTest
  @CsvSource({"Production", "Staging"})
  void cloudFormationMayMakeChangeAndTakeAwayWhateverAHubHolds(String stage) throws IOException {
    TreeSet<String> allowed = allowed(stage);
    table()
        .forEach(
            (type, actions) ->
                assertThat((Collection<?>) actions).as(type).allMatch(allowed::contains));
  }

  @ParameterizedTest
  @CsvSource({"Production, StackName", "Staging, StagingStackName"})
  void theBucketThatCloudFormationNamesIsAmongThoseItMayMake(String stage, String parameter) {
    // The payload bucket has a name of its own; the archive's is that of its stack and letters.
    Map<String, Object> make =
        statements(stage).stream()
            .filter(statement -> statement.get("Action").toString().contains("s3:CreateBucket"))
            .findFirst()
            .orElseThrow();
    assertThat(Json.write(make.get("Resource"))).contains("s3:::${" + parameter + "}-*\"");
  }

  private static List<Declared> pipeline() {
    return StackSurvey.of(
            TestHub.ROOT.resolve("pipeline.yaml"),
            Map.of(),
            "patchbay-pipeline",
            Map.of(
                "Repository", "me/patchbay",
                "ConnectionArn", "arn:aws:codeconnections:us-east-1:123456789012:connection/1",
                "StagingStackName", "patchbay-staging",
                "GitHubActions", "true"))
        .resources();
  }

  /** The two policies of a stage, resolved. */
  private static List<Policy> policies(String stage) {
    return pipeline().stream()
        .filter(it -> it.logicalId().matches("Deploy" + stage + "(Functions|Data)"))
        .map(it -> PolicyReader.read(it.logicalId(), PolicyReader.Kind.IDENTITY, unconditional(it)))
        .toList();
  }

  /**
   * Without the statements that hold for some services or policies only, of which none is asked.
   */
  private static Map<String, Object> unconditional(Declared policy) {
    Map<String, Object> document = Json.object(policy.properties().get("PolicyDocument"));
    List<?> statements =
        ((List<?>) document.get("Statement"))
            .stream().filter(it -> !Json.object(it).containsKey("Condition")).toList();
    return Map.of("Statement", statements);
  }

  private static boolean allows(String stage, String action, String resource) {
    Principal deployer =
        new Principal.Session(role("patchbay-pipeline-DeployRole-1ABC"), "deployment");
    return Policy.decide(
            Question.of(deployer, action, resource), policies(stage), List.<Policy>of())
        .allowed();
  }

  private static String role(String name) {
    return "arn:aws:iam::%s:role/%s".formatted(Arns.ACCOUNT, name);
  }

  @ParameterizedTest
  @CsvSource({"Production, patchbay-WebhookRole", "Staging, patchbay-staging-WebhookRole"})
  void whoDeploysMayChangeRolesOfTheHubAndNoneOfThePipeline(String stage, String ofHub) {
    for (String action :
        List.of("iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:DeleteRole")) {
      assertThat(allows(stage, action, role(ofHub + "-1ABC"))).as(action).isTrue();
      for (String own : List.of("GitHubRole", "DeployRole", "PipelineRole", "BuildRole")) {
        assertThat(allows(stage, action, role("patchbay-pipeline-" + own + "-1ABC")))
            .as("%s of %s", action, own)
            .isFalse();
      }
    }
    String stack = Arns.of("cloudformation", "stack/patchbay-pipeline/1");
    assertThat(allows(stage, "cloudformation:UpdateStack", stack)).isFalse();
  }

  @Test
  void whatDeploysStagingReachesNothingOfProduction() {
    assertThat(allows("Staging", "iam:PutRolePolicy", role("patchbay-WebhookRole-1"))).isFalse();
    assertThat(allows("Staging", "sqs:DeleteQueue", Arns.of("sqs", "patchbay-undelivered-events")))
        .isFalse();
    Declared role =
        pipeline().stream()
            .filter(it -> it.logicalId().equals("DeployStagingRole"))
            .findFirst()
            .orElseThrow();
    assertThat((List<?>) role.properties().get("ManagedPolicyArns"))
        .hasSize(2)
        .allMatch(policy -> policy.toString().contains("DeployStaging"));
  }

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
  @ParameterizedTest
  @CsvSource({"Production", "Staging"})
  void eachPolicyFitsUnderTheLongestName(String stage) {
    String longest = "p".repeat(25);
    for (Declared policy : pipeline()) {
      if (policy.logicalId().startsWith("Deploy" + stage)
          && policy.type().equals("AWS::IAM::ManagedPolicy")) {
        String text =
            Json.write(policy.properties().get("PolicyDocument"))
                .replaceAll("patchbay(-pipeline|-staging)?", longest)
                .replace("us-east-1", "ap-southeast-1");
        assertThat(text).as(policy.logicalId()).hasSizeLessThanOrEqualTo(6144);
      }
    }
  }
}

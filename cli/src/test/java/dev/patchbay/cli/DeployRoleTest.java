package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.files.RouteFiles;
import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.json.Json;
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
            "operations/template.yaml")) {
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
}

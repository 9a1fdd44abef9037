package dev.patchbay.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.patchbay.cli.TestHub;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.StackSurvey;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/**
 * What a change of routes changes: of the real template by comparing what it resolves to, and as
 * CloudFormation tells it, with a line for each nested stack whether it changes or not.
 */
final class RoutesOnlyTest {
  private static final String BEFORE =
      """
      routes:
        - name: talk
          when: {source: [github], type: [push]}
          deliver: [{slack: {channel: "#dev"}}]
      """;
  private static final String AFTER =
      """
      routes:
        - name: talk
          when: {source: [github]}
          deliver:
            - slack: {channel: "#dev"}
              digest: 45m
            - box: {folder: "/Archive"}
        - name: payments
          when: {source: [stripe]}
          deliver: [{slack: {channel: "#money"}}]
      """;

  @TempDir Path folder;

  private Map<String, Declared> resources(String routes) throws Exception {
    Path compiled =
        Files.writeString(
            Files.createTempFile(folder, "routes", ".json"), TestHub.compile(folder, routes));
    Map<String, Declared> resources = new LinkedHashMap<>();
    StackSurvey.of(
            TestHub.ROOT.resolve("template.yaml"),
            Map.of(StackPlace.ROUTES, compiled),
            "patchbay",
            Map.of())
        .resources()
        .forEach(it -> resources.put(it.stack() + "/" + it.logicalId(), it));
    return resources;
  }

  private static Change change(String kind, Declared resource) {
    List<String> path = List.of(resource.stack().split("-"));
    return new Change(
        path.subList(1, path.size()), kind, resource.logicalId(), resource.type(), List.of());
  }

  @Test
  void ofTheRealTemplateRoutesChangeNothingOutsideTheirStackAndDeployNoFunctionAgain()
      throws Exception {
    Map<String, Declared> before = resources(BEFORE);
    Map<String, Declared> after = resources(AFTER);
    List<Change> changes = new ArrayList<>();
    after.forEach(
        (place, resource) -> {
          Declared then = before.get(place);
          if (then == null) {
            changes.add(change("add", resource));
          } else if (!then.properties().equals(resource.properties())) {
            changes.add(change("modify", resource));
          }
        });

    assertThat(changes)
        .extracting(Change::logicalId)
        .contains("PaymentsRule", "Late", "EventQuery");
    assertThat(changes).allMatch(Change::isOfRoutes);
  }

  /** A change set by its id, as CloudFormation answers. */
  private static final Map<String, String> CHANGE_SETS =
      Map.of(
          "root",
          nested("Routes", "routes", "DirectModification", "TemplateURL")
              + nested("Operations", "operations", "Automatic", ""),
          "operations",
          "",
          "routes",
          nested("SlackConnector", "slack", "DirectModification", "LateSeconds")
              + nested("Queries", "queries", "DirectModification", "LogGroups")
              + change("Add", "PaymentsRule", "AWS::Events::Rule", ""),
          "slack",
          change("Modify", "Late", "AWS::CloudWatch::Alarm", "Threshold"),
          "queries",
          change("Modify", "EventQuery", "AWS::Logs::QueryDefinition", "LogGroupNames"),
          "code",
          nested("Routes", "routes", "Automatic", "")
              + nested("Operations", "operations", "Automatic", "")
              + change("Modify", "WebhookFunction", "AWS::Lambda::Function", "Code"),
          "nothing",
          nested("Routes", "operations", "Automatic", "")
              + nested("Operations", "operations", "Automatic", ""));

  private static String nested(String id, String changeSet, String source, String property) {
    return change("Modify", id, "AWS::CloudFormation::Stack", property)
        .replace("DirectModification", source)
        .replace(
            "</ResourceChange>", "<ChangeSetId>" + changeSet + "</ChangeSetId></ResourceChange>");
  }

  private static String change(String action, String id, String type, String property) {
    String name = property.isEmpty() ? "" : "<Name>" + property + "</Name>";
    String details =
        "<Details><member><Target><Attribute>Properties</Attribute>%s</Target><Evaluation>Static</Evaluation><ChangeSource>DirectModification</ChangeSource></member></Details>"
            .formatted(name);
    return """
    <member><Type>Resource</Type><ResourceChange><Action>%s</Action><LogicalResourceId>%s</LogicalResourceId>
    <ResourceType>%s</ResourceType><Replacement>False</Replacement><Scope/>%s</ResourceChange></member>
    """
        .formatted(action, id, type, action.equals("Add") ? "<Details/>" : details);
  }

  private static List<Change> told(String changeSet) throws Exception {
    Deployment deployment = new Deployment("patchbay", false, "https://any", List.of());
    return asked(changeSet, client -> ChangeSet.make(client, deployment, true).changes());
  }

  private static <T> T asked(String changeSet, Function<CloudFormationClient, T> question)
      throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String form =
              URLDecoder.decode(
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                  StandardCharsets.UTF_8);
          byte[] answer = answer(form, changeSet).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try (CloudFormationClient client =
        CloudFormationClient.builder()
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
            .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
            .build()) {
      return question.apply(client);
    } finally {
      server.stop(0);
    }
  }

  private static String answer(String form, String asked) {
    if (form.contains("Action=CreateChangeSet")) {
      return "<CreateChangeSetResponse><CreateChangeSetResult><Id>%s</Id></CreateChangeSetResult></CreateChangeSetResponse>"
          .formatted(asked);
    }
    if (form.contains("Action=DescribeStacks")) {
      return "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>patchbay</StackName><StackStatus>UPDATE_COMPLETE</StackStatus><Parameters><member><ParameterKey>Deployment</ParameterKey><ParameterValue>Canary10Percent5Minutes</ParameterValue></member></Parameters></member></Stacks></DescribeStacksResult></DescribeStacksResponse>";
    }
    String id = form.replaceAll("(?s).*ChangeSetName=([a-z]+).*", "$1");
    String changes = CHANGE_SETS.get(id);
    String status =
        changes.isEmpty()
            ? "<Status>FAILED</Status><StatusReason>The submitted information didn't contain"
                + " changes.</StatusReason>"
            : "<Status>CREATE_COMPLETE</Status>";
    return "<DescribeChangeSetResponse><DescribeChangeSetResult>%s<Changes>%s</Changes></DescribeChangeSetResult></DescribeChangeSetResponse>"
        .formatted(status, changes);
  }

  @Test
  void aChangeOfRoutesIsOfRoutesAloneThoughCloudFormationListsEveryNestedStack() throws Exception {
    assertThat(told("root"))
        .extracting(Change::logicalId)
        .containsExactly("Late", "EventQuery", "PaymentsRule");
    assertThat(told("root")).allMatch(Change::isOfRoutes);
  }

  @Test
  void aFunctionThatChangesBesidesIsNoneOfTheRoutes() throws Exception {
    assertThat(told("code").stream().filter(change -> !change.isOfRoutes()).toList())
        .extracting(Change::logicalId)
        .containsExactly("WebhookFunction");
  }

  @Test
  void whereOnlyNestedStacksAreListedNothingChanges() throws Exception {
    assertThat(told("nothing")).isEmpty();
  }
}

package dev.patchbay.cli.deploy;

import dev.patchbay.cli.TestHub;
import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.json.Json;
import dev.patchbay.router.compile.RouteCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A checkout with a template that moto can run: the routes' stack in it is Patchbay's own, and of a
 * connector's stack it has the queues.
 */
final class SmallHome {
  private static final String TEMPLATE =
      """
      Parameters:
        LogRetentionDays: {Type: Number, Default: 30}
      Resources:
        Undelivered:
          Type: AWS::SQS::Queue
          Properties: {QueueName: !Sub "${AWS::StackName}-undelivered-events"}
        Routes:
          Type: AWS::CloudFormation::Stack
          Properties:
            TemplateURL: router/target/routes.template.json
            Parameters:
              Prefix: !Ref AWS::StackName
              UndeliveredEventsArn: !GetAtt Undelivered.Arn
              Bus: default
      """;

  /** A function whose traffic is shifted, as far as moto runs one. */
  private static final String FUNCTION =
      """
        Role:
          Type: AWS::IAM::Role
          Properties:
            AssumeRolePolicyDocument:
              Version: "2012-10-17"
              Statement:
                - Effect: Allow
                  Principal: {Service: lambda.amazonaws.com}
                  Action: sts:AssumeRole
        WebhookFunction:
          Type: AWS::Lambda::Function
          Properties:
            Handler: index.handler
            Runtime: python3.13
            Role: !GetAtt Role.Arn
            Code: {ZipFile: "def handler(event, context): pass"}
        WebhookFunctionVersion:
          Type: AWS::Lambda::Version
          Properties: {FunctionName: !Ref WebhookFunction}
        WebhookFunctionAliaslive:
          Type: AWS::Lambda::Alias
          Properties:
            FunctionName: !Ref WebhookFunction
            FunctionVersion: !GetAtt WebhookFunctionVersion.Version
            Name: live
            Description: version first
      """;

  private static final String CONNECTOR =
      """
      Resources:
        Queue:
          Type: AWS::SQS::Queue
          Properties: {QueueName: !Sub "${Prefix}-${Connector}"}
        DeadLetters:
          Type: AWS::SQS::Queue
          Properties: {QueueName: !Sub "${Prefix}-${Connector}-dead-letters"}
      Outputs:
        QueueArn: {Value: !GetAtt Queue.Arn}
      Parameters:
        Prefix: {Type: String}
        Connector: {Type: String}
        Handler: {Type: String}
        Concurrency: {Type: Number}
        Timeout: {Type: Number}
        VisibilityTimeout: {Type: Number}
        Bus: {Type: String, Default: ""}
        ReadsPayloads: {Type: String, Default: "false"}
      """;

  private final Path folder;

  SmallHome(Path folder) throws IOException {
    this.folder = folder;
    Files.copy(
        TestHub.ROOT.resolve("connector-catalog.json"), folder.resolve("connector-catalog.json"));
    Set<String> parameters = parametersOfRoutes();
    StringBuilder template = new StringBuilder(TEMPLATE);
    StringBuilder connectorTemplate = new StringBuilder(CONNECTOR);
    for (String name : parameters) {
      template.append("        ").append(name).append(": any\n");
      connectorTemplate.append("  ").append(name).append(": {Type: String, Default: any}\n");
    }
    Files.writeString(folder.resolve("template.yaml"), template);
    Files.copy(
        TestHub.ROOT.resolve("operations/queries.yaml"),
        Files.createDirectories(folder.resolve("operations")).resolve("queries.yaml"));
    for (String connector : new String[] {"slack", "box"}) {
      Path target = Files.createDirectories(folder.resolve("connectors/" + connector + "/target"));
      Files.writeString(target.resolve("template.yaml"), connectorTemplate);
    }
  }

  /** The parameters of the routes' stack but those that the template above gives a value. */
  private static Set<String> parametersOfRoutes() {
    CatalogFile catalog = CatalogFile.read(TestHub.ROOT.resolve("connector-catalog.json"));
    Map<String, Object> compiled = Json.parseObject(new RouteCompiler(catalog).compile(List.of()));
    Set<String> names = new TreeSet<>(Json.object(compiled.get("Parameters")).keySet());
    names.removeAll(Set.of("Prefix", "UndeliveredEventsArn", "Bus"));
    return names;
  }

  Path folder() {
    return folder;
  }

  /** Gives the template a function, or what is another version of it. */
  void function(String version) throws IOException {
    Path template = folder.resolve("template.yaml");
    String text = Files.readString(template);
    if (!text.contains("WebhookFunction:")) {
      text =
          text.replaceFirst(
                  "Parameters:\n",
                  "Parameters:\n  Deployment: {Type: String, Default: Canary10Percent5Minutes}\n")
              + FUNCTION;
    }
    Files.writeString(
        template,
        text.replaceFirst("Description: version \\w+\n", "Description: version " + version + "\n"));
  }

  /** Writes the routes, as deliveries to a Slack channel each, by name; and one to Box. */
  void routes(String deliver, String... more) throws IOException {
    StringBuilder routes = new StringBuilder("routes:\n");
    routes.append("  - name: record\n    when: {source: [github], type: [push]}\n");
    routes.append("    deliver: ").append(deliver).append('\n');
    for (String name : more) {
      routes.append("  - name: ").append(name).append("\n    when: {source: [stripe]}\n");
      routes.append("    deliver: [{slack: {channel: \"#dev\"}}]\n");
    }
    Files.writeString(folder.resolve("routes.yaml"), routes);
  }
}

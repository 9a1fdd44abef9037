package dev.patchbay.cli.deploy;

import dev.patchbay.cli.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
            Parameters: {Prefix: !Ref AWS::StackName, UndeliveredEventsArn: !GetAtt Undelivered.Arn}
      """;
  private static final String CONNECTOR =
      """
      Parameters:
        Prefix: {Type: String}
        Connector: {Type: String}
      Resources:
        Queue:
          Type: AWS::SQS::Queue
          Properties: {QueueName: !Sub "${Prefix}-${Connector}"}
        DeadLetters:
          Type: AWS::SQS::Queue
          Properties: {QueueName: !Sub "${Prefix}-${Connector}-dead-letters"}
      Outputs:
        QueueArn: {Value: !GetAtt Queue.Arn}
      """;

  private final Path folder;

  SmallHome(Path folder) throws IOException {
    this.folder = folder;
    Files.copy(
        TestHub.ROOT.resolve("connector-catalog.json"), folder.resolve("connector-catalog.json"));
    Files.writeString(folder.resolve("template.yaml"), TEMPLATE);
    for (String connector : new String[] {"slack", "box"}) {
      Path target = Files.createDirectories(folder.resolve("connectors/" + connector + "/target"));
      Files.writeString(target.resolve("template.yaml"), CONNECTOR);
    }
  }

  Path folder() {
    return folder;
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

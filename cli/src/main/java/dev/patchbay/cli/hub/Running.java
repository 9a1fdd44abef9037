package dev.patchbay.cli.hub;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.cli.command.Home;
import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;

/**
 * The running hub that a command looks at: the laptop's, or a stack on AWS, through the same AWS
 * calls.
 */
public final class Running {
  private static final int AWS_PORT = 4566;
  private static final int PORT = 8080;
  private static final int CONSOLE_PORT = 8081;

  @Option(
      names = "--stack",
      paramLabel = "NAME",
      description = "look at this stack on AWS, with the credentials of the environment")
  private String stack;

  @Option(names = "--local", description = "look at the hub on this machine (default)")
  private boolean local;

  @Option(names = "--aws-port", paramLabel = "PORT", description = "AWS endpoint of the local hub")
  private Integer awsPort;

  @Option(
      names = "--console-port",
      paramLabel = "PORT",
      description = "console and sandbox of the local hub")
  private Integer consolePort;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "data folder of the local hub, which says its ports (default: .patchbay)")
  private Path data = Path.of(".patchbay");

  private Map<String, String> outputs;

  /** A hub of this very process. */
  public static Running at(dev.patchbay.local.Hub hub) {
    Running running = new Running();
    running.awsPort = port(hub.endpointUrl());
    running.consolePort = port(hub.consoleUrl());
    return running;
  }

  /** The port of an address. */
  public static int port(String url) {
    return URI.create(url).getPort();
  }

  /**
   * Prefix of the names of the hub's resources.
   *
   * @throws CommandFailure where the stack does not exist
   */
  public String stack() {
    if (stack == null) {
      return dev.patchbay.local.Hub.STACK;
    }
    outputs();
    return stack;
  }

  /** Outputs of the stack on AWS, looked up once. */
  private Map<String, String> outputs() {
    if (outputs == null) {
      try (CloudFormationClient client = CloudFormationClient.create()) {
        outputs =
            client
                .describeStacks(get -> get.stackName(stack))
                .stacks()
                .getFirst()
                .outputs()
                .stream()
                .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
      } catch (CloudFormationException e) {
        throw isMissing(e)
            ? new CommandFailure(
                "there is no stack '%s' in this account and region; ./patchbay deploy makes it, AWS_PROFILE and AWS_REGION say where to look"
                    .formatted(stack))
            : e;
      } catch (SdkClientException e) {
        throw new CommandFailure(
            "no AWS credentials or no region, or AWS cannot be reached; set AWS_PROFILE and"
                + " AWS_REGION. AWS's SDK says: "
                + e.getMessage());
      }
    }
    return outputs;
  }

  private static boolean isMissing(CloudFormationException e) {
    return String.valueOf(e.getMessage()).contains("does not exist");
  }

  /** Where sources post, without a slash at its end. */
  public String webhooksUrl() {
    return isLocal()
        ? "http://127.0.0.1:" + webhookPort() + "/webhooks"
        : outputs().get("WebhookUrl");
  }

  /** Whether it is the hub on this machine. */
  public boolean isLocal() {
    return stack == null;
  }

  private int webhookPort() {
    return port("port", PORT);
  }

  /** Address of the local hub's console and sandbox. */
  public String consoleUrl() {
    return "http://127.0.0.1:"
        + (consolePort == null ? port("consolePort", CONSOLE_PORT) : consolePort);
  }

  /** Points a client builder at the hub. */
  public <B extends AwsClientBuilder<B, ?>> B client(B builder) {
    if (!isLocal()) {
      return builder;
    }
    int port = awsPort == null ? port("awsPort", AWS_PORT) : awsPort;
    return builder
        .endpointOverride(URI.create("http://127.0.0.1:" + port))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("patchbay", "patchbay")));
  }

  private int port(String name, int otherwise) {
    Path file = Home.given(data).resolve(HUB_FILE);
    try {
      Map<String, Object> hub =
          Files.exists(file) ? Json.parseObject(Files.readString(file)) : Map.of();
      return hub.get(name) instanceof Number number ? number.intValue() : otherwise;
    } catch (IOException e) {
      return otherwise;
    }
  }

  /** Written by {@code up} into its data folder: the ports it listens on. */
  public static final String HUB_FILE = "hub.json";
}

package dev.patchbay.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.TestHub;
import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./patchbay deploy}, with AWS's own command line to package, against moto's server. */
final class DeployCommandTest {
  private static final String SLACK = "[{slack: {channel: \"#dev\"}}]";
  private static final String SLACK_AND_BOX =
      "[{slack: {channel: \"#dev\"}}, {box: {folder: \"0\"}}]";

  @TempDir static Path folder;
  private static Moto moto;

  @BeforeAll
  static void start() throws Exception {
    moto = Moto.start(folder);
    moto.aws("s3", "mb", "s3://artifacts");
  }

  @AfterAll
  static void stop() {
    if (moto != null) {
      moto.close();
    }
  }

  private static SmallHome home(String name) throws IOException {
    return new SmallHome(Files.createDirectories(folder.resolve(name)));
  }

  private static Moto.Answer deploy(SmallHome home, String stack, String... more) throws Exception {
    String[] arguments = new String[more.length + 5];
    System.arraycopy(
        new String[] {"deploy", "--stack", stack, "--bucket", "artifacts"}, 0, arguments, 0, 5);
    System.arraycopy(more, 0, arguments, 5, more.length);
    return moto.patchbay(home.folder(), Map.of(), arguments);
  }

  private static String stacks() throws Exception {
    return moto.aws("cloudformation", "describe-stacks").out();
  }

  private static String templateOfRoutes(String stack) throws Exception {
    Map<String, Object> resource =
        Json.object(
            Json.parseObject(
                    moto.aws(
                            "cloudformation",
                            "describe-stack-resource",
                            "--stack-name",
                            stack,
                            "--logical-resource-id",
                            "Routes")
                        .out())
                .get("StackResourceDetail"));
    return moto.aws(
            "cloudformation",
            "get-template",
            "--stack-name",
            resource.get("PhysicalResourceId").toString())
        .out();
  }

  @Test
  void makesAStackAndChangesItsRoutes() throws Exception {
    SmallHome home = home("whole");
    home.routes(SLACK_AND_BOX);

    Moto.Answer shown = deploy(home, "whole", "--diff");
    assertThat(shown.code()).as(shown.err()).isZero();
    assertThat(shown.out())
        .contains("account  123456789012", "region   us-east-1", "stack    whole (new)")
        .contains("route record is new", "connector box is new");
    assertThat(stacks()).doesNotContain("\"whole\"");

    Moto.Answer made = deploy(home, "whole", "--yes");
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out())
        .contains("CREATE_COMPLETE")
        .contains(
            "aws secretsmanager create-secret --name patchbay/connectors/slack --secret-string"
                + " '{\"token\":\"…\"}' --region us-east-1",
            "--name patchbay/sources/github");
    assertThat(stacks()).contains("\"whole\"");

    home.routes(SLACK_AND_BOX.replace("#dev", "#ops"), "payments");
    Moto.Answer diff = deploy(home, "whole", "--diff");
    assertThat(diff.code()).as(diff.err()).isZero();
    assertThat(diff.out())
        .contains("route record changes what it delivers", "route payments is new")
        .contains("modify   Routes (CloudFormation Stack)", "Only the routes change");
    assertThat(templateOfRoutes("whole")).doesNotContain("route-payments").contains("#dev");

    Moto.Answer changed = deploy(home, "whole", "--yes", "--routes-only");
    assertThat(changed.code()).as(changed.err()).isZero();
    assertThat(templateOfRoutes("whole")).contains("route-payments", "#ops");
  }

  @Test
  void refusesAShiftOfTrafficThatAnAlarmWouldStop() throws Exception {
    SmallHome home = home("rings");
    home.routes(SLACK);
    home.function("first");
    Moto.Answer made = deploy(home, "rings", "--yes");
    assertThat(made.code()).as(made.err()).isZero();
    home.function("second");

    try (Alarms quiet = new Alarms();
        Alarms ringing = new Alarms("rings-failures")) {
      assertThat(shift(home, quiet, "--diff").out())
          .contains("Traffic moves", "rings-failures or rings-webhook-errors")
          .doesNotContain("in alarm now", "could not be seen");
      Moto.Answer diff = shift(home, ringing, "--diff");
      assertThat(diff.code()).as(diff.err()).isZero();
      assertThat(diff.out()).contains("rings-failures is in alarm now", "Deployment=AllAtOnce");
      Moto.Answer refused = shift(home, ringing, "--yes");
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains("rings-failures is in alarm now", "Nothing was deployed");

      ringing.refuse();
      Moto.Answer unseen = shift(home, ringing, "--yes");
      assertThat(unseen.code()).as(unseen.err()).isZero();
      assertThat(unseen.out()).contains("Traffic moves", "could not be seen");
    }
  }

  private static Moto.Answer shift(SmallHome home, Alarms alarms, String how) throws Exception {
    return moto.patchbay(
        home.folder(),
        Map.of("AWS_ENDPOINT_URL_CLOUDWATCH", alarms.address()),
        "deploy",
        "--stack",
        "rings",
        "--bucket",
        "artifacts",
        how);
  }

  @Test
  void takesNoConnectorAwayWhoseQueuesStillHoldSomething() throws Exception {
    SmallHome home = home("leaving");
    home.routes(SLACK_AND_BOX);
    assertThat(deploy(home, "leaving", "--yes").code()).isZero();
    String url =
        Json.parseObject(
                moto.aws("sqs", "get-queue-url", "--queue-name", "leaving-box-dead-letters").out())
            .get("QueueUrl")
            .toString();
    moto.aws("sqs", "send-message", "--queue-url", url, "--message-body", "a delivery");

    home.routes(SLACK);
    Moto.Answer refused = deploy(home, "leaving", "--yes");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .contains("the connector box would go, and its queues still hold 1 dead letter");
    assertThat(templateOfRoutes("leaving")).contains("BoxConnector");

    moto.aws("sqs", "purge-queue", "--queue-url", url);
    assertThat(deploy(home, "leaving", "--yes").code()).isZero();
    assertThat(templateOfRoutes("leaving")).doesNotContain("BoxConnector");
  }

  @Test
  void refusesMoreThanTheRoutesWhereOnlyTheyMayChange() throws Exception {
    SmallHome home = home("only");
    home.routes(SLACK);
    assertThat(deploy(home, "only", "--yes").code()).isZero();
    Path template = home.folder().resolve("template.yaml");
    Files.writeString(
        template, Files.readString(template).replace("-undelivered-events", "-undelivered"));
    home.routes(SLACK, "payments");

    Moto.Answer refused = deploy(home, "only", "--yes", "--routes-only");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("more than the routes would change", "Undelivered");
    assertThat(templateOfRoutes("only")).doesNotContain("route-payments");
  }

  @Test
  void namesASecretThatHasNoValueAndNoneThatHasOne() throws Exception {
    SmallHome home = home("secrets");
    home.routes(SLACK_AND_BOX, "payments");
    String given = "not-to-be-seen";
    moto.aws("secretsmanager", "create-secret", "--name", "patchbay/connectors/box");
    moto.aws(
        "secretsmanager",
        "create-secret",
        "--name",
        "patchbay/sources/stripe/acme",
        "--secret-string",
        "{\"secret\": \"" + given + "\"}");

    String out = deploy(home, "secrets", "--yes").out();

    assertThat(out)
        .contains("put-secret-value --secret-id patchbay/connectors/box --secret-string")
        .doesNotContain("patchbay/sources/stripe", given);
  }

  @Test
  void makesABucketThatIsEncryptedClosedAndByTlsAlone() throws Exception {
    SmallHome home = home("bucket");
    home.routes(SLACK);
    // moto enforces the policy and takes its own HTTP for what it forbids: packaging must fail.
    Moto.Answer answer =
        moto.patchbay(
            home.folder(), Map.of(), "deploy", "--stack", "bucket", "--bucket", "made", "--yes");
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err()).contains("aws could not package the template");
    assertThat(moto.aws("s3api", "get-bucket-encryption", "--bucket", "made").out())
        .contains("AES256");
    assertThat(moto.aws("s3api", "get-public-access-block", "--bucket", "made").out())
        .contains("true")
        .doesNotContain("false");
    assertThat(moto.aws("s3api", "get-bucket-policy", "--bucket", "made").out())
        .contains("aws:SecureTransport", "Deny");
    assertThat(stacks()).doesNotContain("\"bucket\"");
  }

  @Test
  void asksAndSoRefusesWhereNobodyCanAnswer() throws Exception {
    SmallHome home = home("asking");
    home.routes(SLACK);
    Moto.Answer answer = deploy(home, "asking");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("say --yes");
    assertThat(deploy(home, "Not_A_Name", "--diff").code()).isEqualTo(2);
    Moto.Answer tooLong = deploy(home, "s".repeat(26), "--diff");
    assertThat(tooLong.code()).isEqualTo(2);
    assertThat(tooLong.err()).contains("is 26 characters; a stack's name has 25 at most");
    assertThat(stacks()).doesNotContain("asking");
  }

  @Test
  void namesWrongRoutesAndWrongParameters() throws Exception {
    SmallHome home = home("wrong");
    home.routes("[{slak: {channel: \"#dev\"}}]");
    Moto.Answer routes = deploy(home, "wrong", "--yes");
    assertThat(routes.code()).isEqualTo(1);
    assertThat(routes.err()).contains("routes.yaml:4", "slack");

    home.routes(SLACK);
    Moto.Answer parameter = deploy(home, "wrong", "--yes", "--parameter", "LogRetention=3");
    assertThat(parameter.code()).isEqualTo(1);
    assertThat(parameter.err()).contains("did you mean 'LogRetentionDays'?");
  }

  @Test
  void refusesParametersThatNameAConnectorOrASourceWhichIsNone() throws Exception {
    SmallHome home = home("names");
    home.routes(SLACK_AND_BOX);
    for (String[] wrong :
        new String[][] {
          {
            "Connectors=slak,box", "names 'slak', which no route delivers to; did you mean 'slack'?"
          },
          {"Connectors=twilio", "names 'twilio', which no route delivers to; known: box, slack"},
          {"Connectors=all,box", "has 'all' beside names"},
          {"Connectors=", "has an empty name; say all"},
          {
            "AllowedIps=gihtub=192.0.2.0/24",
            "names 'gihtub', which is no source of the catalog; did"
          },
          {"AllowedIps=stripe/acme=192.0.2.0/33", "needs a prefix of 0 to 32"}
        }) {
      Moto.Answer answer = deploy(home, "names", "--yes", "--parameter", wrong[0]);
      assertThat(answer.code()).isEqualTo(1);
      assertThat(answer.err()).contains(wrong[1]);
    }
    assertThat(stacks()).doesNotContain("\"names\"");

    Moto.Answer right = deploy(home, "names", "--diff", "--parameter", "Connectors=box, slack");
    assertThat(right.code()).as(right.err()).isZero();
  }

  @Test
  void saysWhatToInstallWhereThereIsNoToolOfAws() throws Exception {
    SmallHome home = home("tools");
    home.routes(SLACK);
    Path none = Files.createDirectories(folder.resolve("none"));
    Moto.Answer answer =
        moto.patchbay(home.folder(), Map.of("PATH", none.toString()), "deploy", "--diff");
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err()).contains("neither the SAM CLI nor the AWS CLI is on the PATH");
  }

  @Test
  void packagesByTheSamCliWhereItIsPresent() throws Exception {
    SmallHome home = home("sam");
    home.routes(SLACK);
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Path said = folder.resolve("sam.said");
    Path sam = tools.resolve("sam");
    Files.writeString(sam, "#!/bin/sh\necho \"$@\" > " + said + "\necho of no use >&2\nexit 3\n");
    assertThat(sam.toFile().setExecutable(true)).isTrue();

    Moto.Answer answer =
        moto.patchbay(
            home.folder(),
            Map.of("PATH", tools + ":" + System.getenv("PATH")),
            List.of("deploy", "--stack", "sam", "--bucket", "artifacts", "--yes")
                .toArray(String[]::new));

    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err()).contains("sam could not package the template", "of no use");
    assertThat(Files.readString(said))
        .startsWith("package --no-progressbar --template-file ")
        .contains("--s3-bucket artifacts --s3-prefix sam --output-template-file ")
        .endsWith("--region us-east-1\n");
  }

  @Test
  void packagesEveryPathOfTheRealTemplate() throws Exception {
    Path packaged = folder.resolve("packaged.yaml");
    List<String> line =
        Packaging.AWS_CLI.command(
            TestHub.ROOT.resolve("template.yaml"), "artifacts", "real", packaged, List.of());
    Moto.Answer answer = moto.aws(line.subList(1, line.size()).toArray(String[]::new));
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(places(Files.readString(packaged), "CodeUri"))
        .isNotEmpty()
        .allMatch(uri -> uri.startsWith("s3://artifacts/real/"));
    List<String> routesAndOperations = places(Files.readString(packaged), "TemplateURL");
    assertThat(routesAndOperations).hasSize(2);
    List<String> inner = new ArrayList<>();
    for (String nested : routesAndOperations) {
      inner.addAll(places(object(nested), "TemplateURL"));
    }
    assertThat(inner).isNotEmpty().allMatch(url -> url.contains("/artifacts/real/"));
    List<String> functions = new ArrayList<>();
    for (String nested : inner) {
      functions.addAll(places(object(nested), "CodeUri"));
    }
    assertThat(functions) // one for each connector, and none for the saved queries
        .hasSize(inner.size() - 1)
        .allMatch(uri -> uri.startsWith("s3://artifacts/real/"));
  }

  private static List<String> places(String template, String key) {
    return template
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(key + ": "))
        .map(line -> line.substring(key.length() + 2))
        .toList();
  }

  private static String object(String url) throws Exception {
    String key = url.substring(url.indexOf("/artifacts/") + 1);
    return moto.aws("s3", "cp", "s3://" + key, "-").out();
  }
}

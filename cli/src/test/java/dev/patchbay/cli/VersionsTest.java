package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.StackSurvey;
import dev.patchbay.local.template.TemplateFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That a changed parameter reaches what runs, by AWS's own SAM translator: traffic goes to a
 * version, and a version holds the settings that it was published with. CloudFormation publishes
 * another one where the logical id or the description of the version is another
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html);
 * Lambda refuses to where the function is as it was
 * (https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html).
 */
final class VersionsTest {
  private static final String GROUP = "AWS::CodeDeploy::DeploymentGroup";

  /** What Lambda keeps of a function for all its versions together. */
  private static final Set<String> OF_ALL_VERSIONS = Set.of("Tags", "ReservedConcurrentExecutions");

  /** Parts of the names of a stack and its function, which nothing changes. */
  private static final Set<String> NAMES = Set.of("Prefix", "Connector", "Ledger", "PayloadBucket");

  private static final Map<String, String> OTHER =
      Map.ofEntries(
          Map.entry("Stage", "other"),
          Map.entry("AlarmEmail", "me@example.com"),
          Map.entry("Connectors", "slack"),
          Map.entry("AllowedIps", "github=192.0.2.0/24,github=198.51.100.0/24"),
          Map.entry("OriginSecret", "patchbay/origin"),
          Map.entry("KmsKeyArn", "arn:aws:kms:us-east-1:123456789012:key/other"),
          Map.entry("PublicUrl", "https://hooks.example.com"),
          Map.entry("Catalog", "/other.json"),
          Map.entry("DefaultBusSources", "aws.s3"),
          Map.entry(
              "DynamoDbStreamArn", "arn:aws:dynamodb:us-east-1:123456789012:table/a/stream/b"),
          Map.entry("KinesisStreamArn", "arn:aws:kinesis:us-east-1:123456789012:stream/a"),
          Map.entry("SqsQueueArn", "arn:aws:sqs:us-east-1:123456789012:a"),
          Map.entry("Handler", "dev.patchbay.Other"),
          Map.entry("Bus", "other"),
          Map.entry("AlarmsArn", "arn:aws:sns:us-east-1:123456789012:other"),
          Map.entry("Deployment", "AllAtOnce"),
          Map.entry("Tracing", "Active"));

  private final Map<String, String> transformed = new HashMap<>();

  @TempDir Path folder;

  @Test
  void aParameterOfTheHubThatAFunctionReadsMakesANewVersionOfItAndNoOtherDoes() throws Exception {
    // With all functions there; what turns one on or off is not what it is about.
    Map<String, String> given = Map.of("DefaultBusSources", "aws.rds");
    assertThat(versions("template.yaml", given)).hasSize(3);
    eachParameterReachesAVersionOrTouchesNone("template.yaml", given);
  }

  @Test
  void aParameterThatAConnectorReadsMakesANewVersionOfItAndNoOtherDoes() throws Exception {
    eachParameterReachesAVersionOrTouchesNone("connectors/template.yaml", ofConnector());
  }

  private static Map<String, String> ofConnector() {
    Map<String, String> given = new HashMap<>();
    declared("connectors/template.yaml")
        .forEach(
            (name, parameter) ->
                given.put(
                    name,
                    "Number".equals(parameter.get("Type"))
                        ? parameter.getOrDefault("MinValue", 14).toString()
                        : "any"));
    given.putAll(Map.of("Delivers", "true", "ReadsPayloads", "false", "Bus", ""));
    given.putAll(Map.of("Deployment", "Canary10Percent5Minutes", "Tracing", "PassThrough"));
    return given;
  }

  @Test
  void theLongestValuesFitTheDescriptionOfAVersion() throws Exception {
    Map<String, Object> url = declared("template.yaml").get("PublicUrl");
    String longest = "https://" + "h".repeat(((Number) url.get("MaxLength")).intValue() - 8);
    Map<String, String> given = new HashMap<>();
    given.putAll(ofConnector());
    given.putAll(Map.of("Timeout", "900", "Tracing", "PassThrough"));
    given.putAll(Map.of("Deployment", "AllAtOnce", "Catalog", "", "PublicUrl", longest));
    given.putAll(Map.of("Bus", "b".repeat(25), "ArchiveRetentionDays", "3650"));
    given.put("Handler", "dev.patchbay.connectors.algorithmia.AlgorithmiaFunction");

    assertThat(description(survey("connectors/template.yaml", given).getFirst()))
        .contains(longest)
        .hasSizeLessThanOrEqualTo(256);
  }

  @Test
  void everyFunctionThatIsDeployedGraduallyIsTakenBackByAnAlarm() throws Exception {
    Map<String, String> given = Map.of("DefaultBusSources", "aws.rds");
    List<Declared> groups = ofType(survey("template.yaml", given), GROUP);
    assertThat(groups).hasSize(3);
    groups = new ArrayList<>(groups);
    groups.addAll(ofType(survey("connectors/template.yaml", ofConnector()), GROUP));
    assertThat(groups)
        .hasSize(4)
        .allSatisfy(
            group ->
                assertThat(Json.write(group.properties().get("AlarmConfiguration")))
                    .contains("-failures\"")
                    .contains("\"Enabled\":true"));
  }

  private static List<Declared> ofType(List<Declared> all, String type) {
    return all.stream().filter(it -> it.type().equals(type)).toList();
  }

  private void eachParameterReachesAVersionOrTouchesNone(String template, Map<String, String> given)
      throws Exception {
    Map<String, Published> before = versions(template, given);
    for (String parameter : declared(template).keySet()) {
      if (NAMES.contains(parameter)) {
        continue;
      }
      Map<String, String> changed = new HashMap<>(given);
      changed.put(parameter, other(parameter, declared(template).get(parameter), given));
      Map<String, Published> after = versions(template, changed);
      assertThat(after.keySet()).isEqualTo(before.keySet());
      after.forEach(
          (function, published) -> {
            boolean changes = !published.settings.equals(before.get(function).settings);
            assertThat(published.version.equals(before.get(function).version))
                .as("%s of %s has another version where %s changes", function, template, parameter)
                .isNotEqualTo(changes);
          });
    }
  }

  private static String other(
      String parameter, Map<String, Object> declared, Map<String, String> given) {
    if (OTHER.containsKey(parameter)) {
      return OTHER.get(parameter);
    }
    String now = given.getOrDefault(parameter, String.valueOf(declared.get("Default")));
    if (declared.get("AllowedValues") instanceof List<?> values) {
      return values.stream()
          .map(Object::toString)
          .filter(value -> !value.equals(now))
          .findFirst()
          .orElseThrow();
    }
    assertThat(declared.get("Type"))
        .as("%s has no other value here", parameter)
        .isEqualTo("Number");
    return new BigDecimal(now).add(BigDecimal.ONE).toPlainString();
  }

  /**
   * @param settings of the function, as a version would hold them
   * @param version what makes it another: its logical id, its description, and what that names
   */
  private record Published(Map<String, Object> settings, List<Object> version) {}

  /** Of each function of a template, by logical id. */
  private Map<String, Published> versions(String template, Map<String, String> parameters)
      throws Exception {
    List<Declared> all = survey(template, parameters);
    Map<String, Published> versions = new TreeMap<>();
    for (Declared version : all) {
      if (!version.type().equals("AWS::Lambda::Version")) {
        continue;
      }
      List<Object> identity = new ArrayList<>(List.of(version.logicalId(), description(version)));
      for (Declared other : all) {
        if (other.type().equals("AWS::AppConfig::HostedConfigurationVersion")
            && description(version).contains(other.logicalId())) {
          identity.add(other.properties());
        }
      }
      String function = version.logicalId().replaceFirst("Version[0-9a-f]{10}$", "");
      Map<String, Object> settings =
          all.stream()
              .filter(it -> it.type().equals("AWS::Lambda::Function"))
              .filter(it -> it.logicalId().equals(function))
              .map(it -> new LinkedHashMap<>(it.properties()))
              .findFirst()
              .orElseThrow();
      settings.keySet().removeAll(OF_ALL_VERSIONS);
      versions.put(function, new Published(settings, identity));
    }
    return versions;
  }

  private static String description(Declared version) {
    return version.properties().get("Description").toString();
  }

  private static Map<String, Map<String, Object>> declared(String template) {
    Map<String, Map<String, Object>> parameters = new TreeMap<>();
    TemplateFile.read(TestHub.ROOT.resolve(template))
        .section("Parameters")
        .forEach((name, parameter) -> parameters.put(name, Json.object(parameter)));
    return parameters;
  }

  /** The resources of a template after SAM's transform, versions first. */
  private List<Declared> survey(String template, Map<String, String> parameters) throws Exception {
    // Of the parameters' values the transform looks at this one alone, and each takes it a second.
    Map<String, String> seen =
        Map.of("Deployment", parameters.getOrDefault("Deployment", "AllAtOnce"));
    String text = transformed.get(template + seen);
    if (text == null) {
      text = transform(template, parameters);
      transformed.put(template + seen, text);
    }
    Map<String, Object> whole = Json.parseObject(text);
    Map<String, Object> resources = new LinkedHashMap<>(Json.object(whole.get("Resources")));
    resources.values().removeIf(it -> isNested(Json.object(it)));
    whole.put("Resources", resources);
    whole.remove("Outputs");
    Path file = Files.write(folder.resolve("transformed.json"), Json.writeBytes(whole));
    List<Declared> all =
        new ArrayList<>(StackSurvey.of(file, Map.of(), "patchbay", parameters).resources());
    all.sort(Comparator.comparing(it -> !it.type().equals("AWS::Lambda::Version")));
    return all;
  }

  private static boolean isNested(Map<String, Object> resource) {
    return resource.get("Type").equals("AWS::CloudFormation::Stack");
  }

  private String transform(String template, Map<String, String> parameters)
      throws IOException, InterruptedException {
    assumeTrue(hasTranslator(), "aws-sam-translator is not installed");
    List<String> command = new ArrayList<>();
    command.add("python3");
    command.add(TestHub.ROOT.resolve(".ci/transform.py").toString());
    command.add(TestHub.ROOT.resolve(template).toString());
    parameters.forEach((name, value) -> command.add(name + "=" + value));
    Path errors = folder.resolve("errors.txt");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    return out;
  }

  private static boolean hasTranslator() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "-c", "import samtranslator")
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}

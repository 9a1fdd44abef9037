package dev.patchbay.local.aws.secretsmanager;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.AwsRequest;
import dev.patchbay.local.aws.AwsResponse;
import dev.patchbay.local.aws.AwsService;
import dev.patchbay.local.aws.JsonProtocol;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.Physical;
import dev.patchbay.local.template.Provider;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;

/**
 * Secrets Manager over {@code secrets.json}, with stand-ins for what the file lacks. Secrets are
 * changed in the file, which is the one place for them; the operations that change them say so.
 * Thread-safe.
 */
public final class SecretsService implements AwsService, Provider {
  private static final List<String> CHANGES =
      List.of(
          "PutSecretValue",
          "CreateSecret",
          "UpdateSecret",
          "DeleteSecret",
          "RestoreSecret",
          "RotateSecret",
          "UpdateSecretVersionStage");

  private final SecretsFile file;
  private final Function<String, Optional<Map<String, Object>>> standIns;
  private final Set<String> declared = new ConcurrentSkipListSet<>();
  private final JsonProtocol protocol;

  /**
   * @param standIns the value of a name that the file lacks
   */
  public SecretsService(
      SecretsFile file, Function<String, Optional<Map<String, Object>>> standIns) {
    this.file = file;
    this.standIns = standIns;
    Map<String, JsonProtocol.Operation> operations = new HashMap<>();
    operations.put("GetSecretValue", this::getSecretValue);
    operations.put("DescribeSecret", this::describeSecret);
    operations.put(
        "ListSecrets",
        _ -> Map.of("SecretList", names().stream().map(SecretsService::named).toList()));
    for (String change : CHANGES) {
      operations.put(
          change,
          _ -> {
            throw new AwsException(
                "InvalidRequestException", "on the laptop secrets are changed in secrets.json");
          });
    }
    this.protocol = JsonProtocol.of("1.1", operations);
  }

  @Override
  public String signingName() {
    return "secretsmanager";
  }

  @Override
  public AwsResponse answer(AwsRequest request) {
    return protocol.answer(request);
  }

  @Override
  public Set<String> types() {
    return Set.of("AWS::SecretsManager::Secret");
  }

  @Override
  public Physical create(Declared resource) {
    String name =
        Members.text(resource.properties(), "Name", resource.stack() + "-" + resource.logicalId());
    declared.add(name);
    return new Physical(arn(name), Map.of("Id", arn(name)));
  }

  private static String arn(String name) {
    return Arns.of("secretsmanager", "secret:" + name + "-Local1");
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>(declared);
    names.addAll(file.names());
    return names;
  }

  private static Map<String, Object> named(String name) {
    return Map.of("Name", name, "ARN", arn(name));
  }

  private static String name(Map<String, Object> in) {
    String id = Members.text(in, "SecretId");
    return id.startsWith("arn:") ? Arns.name(id).replaceFirst("-[A-Za-z0-9]{6}$", "") : id;
  }

  private Map<String, Object> getSecretValue(Map<String, Object> in) {
    String name = name(in);
    String stage = Members.text(in, "VersionStage", "AWSCURRENT");
    Map<String, Object> value = value(name, stage);
    if (value == null) {
      throw new AwsException(
          "ResourceNotFoundException",
          names().contains(name)
              ? "Secrets Manager can't find the specified secret value for staging label: " + stage
              : "Secrets Manager can't find the specified secret.");
    }
    String text = Json.write(value);
    Map<String, Object> answer = new LinkedHashMap<>(named(name));
    answer.put("SecretString", text);
    answer.put("VersionId", version(text));
    answer.put("VersionStages", List.of(stage));
    return answer;
  }

  private Map<String, Object> value(String name, String stage) {
    boolean before = "AWSPREVIOUS".equals(stage);
    Map<String, Object> value = file.value(name, before);
    return value == null && !before ? standIns.apply(name).orElse(null) : value;
  }

  /** The same value has the same version. */
  private static String version(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private Map<String, Object> describeSecret(Map<String, Object> in) {
    String name = name(in);
    Map<String, Object> value = value(name, "AWSCURRENT");
    if (value == null && !names().contains(name)) {
      throw new AwsException(
          "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }
    Map<String, Object> description = new LinkedHashMap<>(named(name));
    if (value != null) {
      description.put(
          "VersionIdsToStages", Map.of(version(Json.write(value)), List.of("AWSCURRENT")));
    }
    return description;
  }
}

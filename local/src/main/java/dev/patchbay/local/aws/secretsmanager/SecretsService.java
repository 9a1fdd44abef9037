package dev.patchbay.local.aws.secretsmanager;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.AwsRequest;
import dev.patchbay.local.aws.AwsResponse;
import dev.patchbay.local.aws.AwsService;
import dev.patchbay.local.aws.Constraints;
import dev.patchbay.local.aws.JsonProtocol;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.Physical;
import dev.patchbay.local.template.Provider;
import dev.patchbay.local.template.TemplateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;

/**
 * Secrets Manager over {@code secrets.json}, with stand-ins for what the file lacks. The file is
 * the one place of secrets: what is put is written there. Thread-safe.
 */
public final class SecretsService implements AwsService, Provider {
  /** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
  private static final int LARGEST_SECRET = 65_536;

  private static final int LONGEST_NAME = 512;
  private static final String CURRENT = "AWSCURRENT";
  private static final String PREVIOUS = "AWSPREVIOUS";

  /** Operations that a file of plain values cannot honour. */
  private static final List<String> REFUSED =
      List.of("DeleteSecret", "RestoreSecret", "RotateSecret", "UpdateSecretVersionStage");

  /** Properties by which a template would give a value. */
  private static final List<String> VALUES = List.of("SecretString", "GenerateSecretString");

  private final SecretsFile file;
  private final Function<String, Optional<Map<String, Object>>> standIns;
  private final Set<String> declared = new ConcurrentSkipListSet<>();

  /** By name and value; at random, since a digest would tell of a secret wherever it is logged. */
  private final Map<String, String> versions = new ConcurrentHashMap<>();

  /** When each version was first seen. */
  private final Map<String, Instant> seen = new ConcurrentHashMap<>();

  private final JsonProtocol protocol;

  /**
   * Makes the service.
   *
   * @param standIns the value of a name that the file lacks
   */
  public SecretsService(
      SecretsFile file, Function<String, Optional<Map<String, Object>>> standIns) {
    this.file = file;
    this.standIns = standIns;
    Map<String, JsonProtocol.Operation> operations = new HashMap<>();
    operations.put("GetSecretValue", this::getSecretValue);
    operations.put("BatchGetSecretValue", this::batchGetSecretValue);
    operations.put("DescribeSecret", this::describeSecret);
    operations.put("ListSecrets", this::listSecrets);
    operations.put("ListSecretVersionIds", this::listSecretVersionIds);
    operations.put("CreateSecret", this::createSecret);
    operations.put("PutSecretValue", this::putSecretValue);
    operations.put("UpdateSecret", this::putSecretValue);
    for (String refused : REFUSED) {
      operations.put(refused, _ -> refuse(refused));
    }
    this.protocol = JsonProtocol.of("1.1", operations);
  }

  private static Map<String, Object> refuse(String operation) {
    throw new AwsException(
        "InvalidRequestException",
        "the laptop has no " + operation + "; on the laptop secrets are removed in secrets.json");
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
    String id = resource.logicalId();
    for (String property : VALUES) {
      if (resource.properties().containsKey(property)) {
        throw new TemplateException(
            "%s: the laptop takes secrets from secrets.json; remove %s".formatted(id, property));
      }
    }
    String name = Members.text(resource.properties(), "Name", resource.stack() + "-" + id);
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
    return new LinkedHashMap<>(Map.of("Name", name, "ARN", arn(name)));
  }

  /** The ARN of a secret that is given by name, ARN or ARN without its suffix. */
  public static String arnOf(String id) {
    return arn(name(Map.of("SecretId", id)));
  }

  /** The name that a request means, by name, ARN or ARN without its suffix. */
  private static String name(Map<String, Object> in) {
    String id = Members.text(in, "SecretId");
    return id.startsWith("arn:") ? Arns.name(id).replaceFirst("-[A-Za-z0-9]{6}$", "") : id;
  }

  private Map<String, Object> value(String name, String stage) {
    boolean before = PREVIOUS.equals(stage);
    if (!before && !CURRENT.equals(stage)) {
      return null;
    }
    Map<String, Object> value = file.value(name, before);
    return value == null && !before ? standIns.apply(name).orElse(null) : value;
  }

  private String version(String name, Map<String, Object> value) {
    String version =
        versions.computeIfAbsent(
            name + "\n" + Json.write(value), _ -> UUID.randomUUID().toString());
    seen.putIfAbsent(version, Instant.now());
    return version;
  }

  /** When the value came: it was seen then, or stood in a file that was written before. */
  private Optional<Instant> changed(String name) {
    Map<String, Object> value = value(name, CURRENT);
    if (value == null) {
      return Optional.empty();
    }
    Instant first = seen.get(version(name, value));
    return Optional.of(file.changed().filter(first::isAfter).orElse(first));
  }

  /** The labels of each version that has one. */
  private Map<String, List<String>> stages(String name) {
    Map<String, List<String>> stages = new LinkedHashMap<>();
    for (String stage : List.of(CURRENT, PREVIOUS)) {
      Map<String, Object> value = value(name, stage);
      if (value != null) {
        stages.computeIfAbsent(version(name, value), _ -> new ArrayList<>()).add(stage);
      }
    }
    return stages;
  }

  private void requireKnown(String name) {
    if (!names().contains(name) && value(name, CURRENT) == null) {
      throw notFound("Secrets Manager can't find the specified secret.");
    }
  }

  private static AwsException notFound(String message) {
    return new AwsException("ResourceNotFoundException", message);
  }

  private Map<String, Object> getSecretValue(Map<String, Object> in) {
    String name = name(in);
    requireKnown(name);
    String stage = stage(name, in);
    Map<String, Object> value = value(name, stage);
    if (value == null) {
      throw notFound(
          "Secrets Manager can't find the specified secret value for staging label: " + stage);
    }
    Map<String, Object> answer = named(name);
    answer.put("SecretString", Json.write(value));
    answer.put("VersionId", version(name, value));
    answer.put("VersionStages", stages(name).get(version(name, value)));
    return answer;
  }

  private String stage(String name, Map<String, Object> in) {
    Object version = in.get("VersionId");
    if (version == null) {
      return Members.text(in, "VersionStage", CURRENT);
    }
    List<String> stages = stages(name).get(version.toString());
    if (stages == null) {
      throw notFound(
          "Secrets Manager can't find the specified secret value for VersionId: " + version);
    }
    return stages.getFirst();
  }

  private Map<String, Object> batchGetSecretValue(Map<String, Object> in) {
    List<Object> values = new ArrayList<>();
    List<Object> errors = new ArrayList<>();
    for (Object id : Members.list(in, "SecretIdList")) {
      try {
        values.add(getSecretValue(Map.of("SecretId", id)));
      } catch (AwsException e) {
        errors.add(Map.of("SecretId", id, "ErrorCode", e.code(), "Message", e.getMessage()));
      }
    }
    return Map.of("SecretValues", values, "Errors", errors);
  }

  private Map<String, Object> describeSecret(Map<String, Object> in) {
    String name = name(in);
    requireKnown(name);
    Map<String, Object> description = named(name);
    description.put("VersionIdsToStages", stages(name));
    changed(name).ifPresent(at -> description.put("LastChangedDate", at.toEpochMilli() / 1000.0));
    return description;
  }

  private Map<String, Object> listSecretVersionIds(Map<String, Object> in) {
    String name = name(in);
    requireKnown(name);
    Map<String, Object> answer = named(name);
    answer.put(
        "Versions",
        stages(name).entrySet().stream()
            .map(it -> Map.of("VersionId", it.getKey(), "VersionStages", it.getValue()))
            .toList());
    return answer;
  }

  private Map<String, Object> listSecrets(Map<String, Object> in) {
    List<SecretFilter> filters =
        Members.list(in, "Filters").stream().map(it -> SecretFilter.of(Json.object(it))).toList();
    return Map.of(
        "SecretList",
        names().stream()
            .filter(name -> filters.stream().allMatch(filter -> filter.passes(name)))
            .map(SecretsService::named)
            .toList());
  }

  private Map<String, Object> createSecret(Map<String, Object> in) {
    String name = Members.text(in, "Name");
    Constraints.length("name", name, name.length(), 1, LONGEST_NAME);
    if (names().contains(name)) {
      throw new AwsException(
          "ResourceExistsException",
          "The operation failed because the secret " + name + " already exists.");
    }
    declared.add(name);
    return put(name, in);
  }

  private Map<String, Object> putSecretValue(Map<String, Object> in) {
    String name = name(in);
    requireKnown(name);
    return put(name, in);
  }

  private Map<String, Object> put(String name, Map<String, Object> in) {
    Map<String, Object> answer = named(name);
    if (in.containsKey("SecretString")) {
      String text = Members.text(in, "SecretString");
      Constraints.secret("secretString", text, LARGEST_SECRET);
      write(name, object(text));
      answer.put("VersionId", version(name, value(name, CURRENT)));
      answer.put("VersionStages", List.of(CURRENT));
    }
    return answer;
  }

  private void write(String name, Map<String, Object> value) {
    try {
      file.put(name, value);
    } catch (TemplateException e) {
      throw new AwsException("InvalidRequestException", e.getMessage());
    }
  }

  private static Map<String, Object> object(String text) {
    try {
      return Json.parseObject(text);
    } catch (JsonException e) {
      // Not the parser's words: they may quote what stands there.
      throw new AwsException(
          "InvalidParameterException", "on the laptop a secret's value is a JSON object");
    }
  }
}

package dev.patchbay.cli.deploy;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.catalog.ConnectorEntry.Schema;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.secret.Secrets;
import dev.patchbay.router.route.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.FilterNameStringType;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;

/**
 * The secrets that the routes' sources and connectors need, and which of them are not set yet.
 * Reads names only, never a value.
 */
final class WantedSecrets {
  private static final String CURRENT = "AWSCURRENT";

  private final Map<String, Schema> wanted = new TreeMap<>();

  /**
   * Finds out what is needed.
   *
   * @param catalog that has what the routes name
   */
  WantedSecrets(List<Route> routes, CatalogFile catalog) {
    routes.stream()
        .flatMap(route -> route.connectors().stream())
        .flatMap(name -> catalog.connector(name).stream())
        .forEach(entry -> want(Secrets.ofConnector(entry.name()), entry.secret()));
    routes.stream()
        .flatMap(route -> route.sources().stream())
        .flatMap(name -> catalog.source(name).stream())
        .forEach(entry -> want(Secrets.ofSource(entry.name(), "default"), entry.secret()));
  }

  private void want(String name, Schema secret) {
    if (secret != null && secret.properties() != null && !fields(secret).isEmpty()) {
      wanted.put(name, secret);
    }
  }

  /**
   * The command that sets each secret that is not set, by its name.
   *
   * @param options of the AWS CLI, for the same account
   */
  Map<String, String> missing(SecretsManagerClient secrets, List<String> options) {
    Map<String, SecretListEntry> there = new TreeMap<>();
    Filter ours = Filter.builder().key(FilterNameStringType.NAME).values("patchbay/").build();
    secrets.listSecretsPaginator(list -> list.includePlannedDeletion(true).filters(ours)).stream()
        .flatMap(page -> page.secretList().stream())
        .forEach(secret -> there.put(secret.name(), secret));
    Map<String, String> commands = new LinkedHashMap<>();
    wanted.forEach(
        (name, schema) ->
            command(name, schema, there)
                .ifPresent(
                    command -> commands.put(name, command + " " + String.join(" ", options))));
    return commands;
  }

  private static Optional<String> command(
      String name, Schema schema, Map<String, SecretListEntry> there) {
    SecretListEntry secret = there.get(name);
    String value = " --secret-string '" + example(schema) + "'";
    if (secret == null) {
      boolean isOfAnAccount = there.keySet().stream().anyMatch(one -> one.startsWith(name + "/"));
      return isOfAnAccount
          ? Optional.empty()
          : Optional.of("aws secretsmanager create-secret --name " + name + value);
    }
    if (secret.deletedDate() != null) {
      return Optional.of("aws secretsmanager restore-secret --secret-id " + name);
    }
    boolean hasValue =
        secret.secretVersionsToStages().values().stream()
            .anyMatch(stages -> stages.contains(CURRENT));
    return hasValue
        ? Optional.empty()
        : Optional.of("aws secretsmanager put-secret-value --secret-id " + name + value);
  }

  /** The value as JSON, with a place for each field that must be there. */
  private static String example(Schema schema) {
    Map<String, Object> example = new LinkedHashMap<>();
    fields(schema).forEach(field -> example.put(field, "…"));
    return Json.write(example);
  }

  /** The fields that must be there; where the schema leaves a choice, the first of them. */
  private static List<String> fields(Schema schema) {
    if (schema.required() != null && !schema.required().isEmpty()) {
      return schema.required();
    }
    return schema.properties().entrySet().stream()
        .filter(property -> Boolean.TRUE.equals(property.getValue().get("secret")))
        .map(Map.Entry::getKey)
        .limit(1)
        .toList();
  }
}

package dev.patchbay.cli.deadletters;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.cli.command.Misuse;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Durations;
import dev.patchbay.core.secret.Secrets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** Which dead letters a command is about: all of its conditions hold. */
public final class DeadLetterFilter implements Predicate<DeadLetter> {
  private static final String SECRET_CHANGED = "secret-changed";

  @Parameters(paramLabel = "ID", arity = "0..*", description = "ids, as deadletters lists them")
  private List<String> ids = List.of();

  @Option(names = "--connector", paramLabel = "NAME", description = "of this connector")
  private String connector;

  @Option(names = "--route", paramLabel = "NAME", description = "of this route")
  private String route;

  @Option(names = "--event", paramLabel = "ID", description = "of this event")
  private String event;

  @Option(names = "--reason", paramLabel = "TEXT", description = "whose reason holds this text")
  private String reason;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = {
        "given up since then: 2026-11-23T10:00:00Z, or 2h for the last two hours,",
        "or secret-changed for when the --connector's secret was changed last"
      })
  private String since;

  @Option(names = "--until", paramLabel = "TIME", description = "given up before then; as --since")
  private String until;

  private Instant from;
  private Instant to;

  /** Refuses what it cannot be held to, before anything is read. */
  void check(Running hub) {
    from = since == null ? Instant.MIN : time(hub, since);
    to = until == null ? Instant.MAX : time(hub, until);
  }

  private Instant time(Running hub, String text) {
    if (!text.equals(SECRET_CHANGED)) {
      return time(text);
    }
    if (connector == null) {
      throw new CommandFailure(SECRET_CHANGED + " wants to know whose: say --connector NAME too");
    }
    String name = Secrets.ofConnector(connector);
    try (SecretsManagerClient secrets = hub.client(SecretsManagerClient.builder()).build()) {
      return secrets.describeSecret(describe -> describe.secretId(name)).lastChangedDate();
    } catch (ResourceNotFoundException _) {
      throw new CommandFailure("there is no secret " + name);
    }
  }

  /** Fails where an id was named that none of the letters has. */
  void checkIds(Set<String> found) {
    List<String> missing = ids.stream().filter(id -> !found.contains(id)).distinct().toList();
    if (!missing.isEmpty()) {
      throw new CommandFailure(
          "there is no dead letter %s; ./patchbay deadletters lists those that there are"
              .formatted(String.join(", ", missing)));
    }
  }

  /** Whether it says anything at all. */
  boolean isNarrow() {
    return !ids.isEmpty()
        || connector != null
        || route != null
        || event != null
        || reason != null
        || since != null
        || until != null;
  }

  /** Whether it names one letter and nothing else. */
  boolean isOneId() {
    return ids.size() == 1;
  }

  /** The connector where that is all it says, else null: then a whole queue is meant. */
  String onlyConnector() {
    boolean alone =
        ids.isEmpty()
            && route == null
            && event == null
            && reason == null
            && since == null
            && until == null;
    return alone ? connector : null;
  }

  @Override
  public boolean test(DeadLetter letter) {
    return (ids.isEmpty() || ids.contains(letter.id()))
        && (connector == null || connector.equals(letter.connector()))
        && (route == null || route.equals(letter.route()))
        && (event == null || event.equals(letter.event()) || letter.event().endsWith("/" + event))
        && (reason == null || holds(letter.reason(), reason))
        && !letter.at().isBefore(from)
        && letter.at().isBefore(to);
  }

  private static boolean holds(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  /** A time, or how long ago. */
  public static Instant time(String text) {
    try {
      return text.matches("\\d+[smhd]")
          ? Instant.now().minus(Durations.parse(text))
          : Instant.parse(text);
    } catch (DateTimeParseException | IllegalArgumentException _) {
      throw new Misuse(
          "'" + text + "' is no time; write 2026-11-23T10:00:00Z, or 2h for two hours ago");
    }
  }
}

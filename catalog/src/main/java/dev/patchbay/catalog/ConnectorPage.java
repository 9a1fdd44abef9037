package dev.patchbay.catalog;

import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.expression.Template;
import dev.patchbay.core.json.Durations;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import dev.patchbay.core.secret.Secrets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** The page of a connector, made of its entry. */
final class ConnectorPage {
  private final Entry entry;
  private final ConnectorEntry connector;

  ConnectorPage(Entry entry) {
    this.entry = entry;
    this.connector = Records.bind(entry.json(), ConnectorEntry.class);
  }

  String text() {
    Markdown page =
        new Markdown()
            .generated(entry.file())
            .heading(1, connector.title())
            .paragraph(connector.summary())
            .paragraph(
                "Category: %s. The destination's own page: <%s>. The entry: [`%s`](../../../%s)."
                    .formatted(connector.category(), connector.docs(), entry.file(), entry.file()))
            .heading(2, "Set it up")
            .steps(connector.setup())
            .paragraph(readme())
            .heading(2, "Use it in a route")
            .code("yaml", example())
            .heading(2, "Parameters")
            .properties(connector.parameters().properties(), connector.parameters().required());
    if (connector.target() != null) {
      return page.heading(2, "When a delivery fails").paragraph(ofTarget()).toString();
    }
    secret(page);
    permissions(page);
    page.heading(2, "When a delivery fails").paragraph(effect()).paragraph(retry());
    if (connector.rate() != null) {
      page.paragraph(rate());
    }
    if (connector.completion() != null) {
      page.paragraph(
          "%s tells later whether a delivery arrived: `./patchbay trace` shows it as `arrived` or `undelivered`."
              .formatted(connector.title()));
    }
    if (connector.request() != null && !connector.request().outcomes().isEmpty()) {
      page.heading(3, "How answers are read")
          .paragraph("In order; where none holds, the HTTP status decides.");
      page.table(List.of("when", "outcome", "reason"), outcomes());
    }
    return page.toString();
  }

  private void secret(Markdown page) {
    page.heading(2, "Secret")
        .paragraph(
            "Name: `%s`.%s"
                .formatted(
                    Secrets.ofConnector(connector.name()),
                    connector.secret().isOptional() ? " It may be left out." : ""))
        .properties(connector.secret().properties(), connector.secret().required());
  }

  private void permissions(Markdown page) {
    if (connector.permissions().isEmpty()) {
      return;
    }
    page.heading(2, "Permissions")
        .paragraph("What the role of its function may do there, by the routes that name it:")
        .table(
            List.of("statement", "action", "on"),
            connector.permissions().stream()
                .map(
                    it ->
                        List.of(
                            "`" + it.sid() + "`",
                            "`" + it.action() + "`",
                            it.except() == null
                                ? "what routes name by `" + it.parameter() + "`"
                                : "all but `%s`, where a route says `%s`"
                                    .formatted(it.except(), it.parameter())))
                .toList());
  }

  private static String ofTarget() {
    return "The route's rule sends by itself, with no function between. EventBridge tries for a"
        + " day, at most 186 times; then the event is a dead letter among the undelivered"
        + " events. It hands over at least once: a repeated event is there twice.";
  }

  private String readme() {
    return Files.exists(entry.folder().resolve("README.md"))
        ? "More about it: [connectors/%1$s](../../../connectors/%1$s/README.md)."
            .formatted(entry.name())
        : "";
  }

  private String example() {
    StringJoiner parameters = new StringJoiner(", ", "{", "}");
    connector
        .parameters()
        .properties()
        .forEach(
            (name, property) -> {
              if (shown(name, property)) {
                parameters.add(name + ": " + Json.write(first(property)));
              }
            });
    return """
    routes:
      - name: failed-deploys
        when:
          source: [github]
          type: [{prefix: deployment_status}]
          data: {deployment_status: {state: [failure, error]}}
        deliver:
          - %s: %s
    """
        .formatted(connector.name(), parameters);
  }

  /** What must be said, or the first of what may take its place, and what reads well: a text. */
  private boolean shown(String name, Map<String, Object> property) {
    return connector.parameters().required().contains(name)
        || connector.parameters().first().contains(name)
        || first(property) instanceof String text && Template.isTemplate(text);
  }

  private static Object first(Map<String, Object> property) {
    return property.get("examples") instanceof List<?> examples && !examples.isEmpty()
        ? examples.getFirst()
        : "";
  }

  private String effect() {
    String repeated =
        switch (connector.effect()) {
          case IDEMPOTENT -> "A repeated call changes nothing at the destination";
          case DEDUPABLE -> "The destination drops a repeated call by its key";
          case UNSAFE -> "A repeated call takes effect a second time";
        };
    String then =
        switch (connector.onUnknown()) {
          case RESEND -> "it is sent again, unless the route says `onUnknown: park`.";
          case PARK ->
              "it waits as a dead letter for a person, unless the route says "
                  + "`onUnknown: resend`.";
        };
    return repeated + ". Where nobody can tell whether a delivery happened, " + then;
  }

  private String retry() {
    ConnectorEntry.Retry retry =
        connector.retry() == null
            ? new ConnectorEntry.Retry(0, null, null, null)
            : connector.retry();
    return """
    At most %d attempts within %s; the first pause is at most %s, and none is longer than %s; \
    they grow so that the attempts spread over that time.\
    """
        .formatted(
            retry.attempts(),
            Durations.format(retry.within()),
            Durations.format(retry.first()),
            Durations.format(retry.longest()));
  }

  private String rate() {
    ConnectorEntry.Rate rate = connector.rate();
    if (rate.limit() == 0) {
      return "No pacing.";
    }
    return "At most %d calls in %s%s."
        .formatted(rate.limit(), Durations.format(rate.per()), each(rate));
  }

  private static String each(ConnectorEntry.Rate rate) {
    if (rate.key() == null) {
      return "";
    }
    String wait =
        rate.throttled() == ConnectorEntry.Rate.Throttled.ALL ? "; all wait when it says so" : "";
    return " for each " + Markdown.value(rate.key()) + wait;
  }

  private List<List<String>> outcomes() {
    List<List<String>> rows = new ArrayList<>();
    connector
        .request()
        .outcomes()
        .forEach(
            rule ->
                rows.add(
                    List.of(
                        Markdown.value(rule.when()),
                        rule.outcome(),
                        rule.reason() == null ? "" : Markdown.value(rule.reason()))));
    return rows;
  }
}

package dev.patchbay.catalog;

import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.json.BindingException;
import dev.patchbay.core.json.Durations;
import dev.patchbay.core.json.Nearest;
import dev.patchbay.core.json.Records;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What no schema can say: names, pauses, rates and stand-ins that make sense together. */
final class SenseRule implements Rule {
  /** SQS hides a message for no longer (ChangeMessageVisibility). */
  private static final Duration SHORTEST_DEADLINE = Duration.ofSeconds(15);

  private static final Duration LONGEST_PAUSE = Duration.ofHours(12);

  @Override
  public String name() {
    return "makes sense as a whole";
  }

  @Override
  public Stream<Fault> faults(Entry entry) {
    if (entry.malformed() != null) {
      return Stream.empty();
    }
    List<Fault> faults = new ArrayList<>();
    Object name = entry.json().get("name");
    if (name != null && !entry.name().equals(name)) {
      faults.add(
          new Fault(
              entry.file(),
              "$.name",
              "is '" + name + "', and its folder is '" + entry.name() + "'"));
    }
    try {
      switch (entry.kind()) {
        case SOURCE -> source(entry, Records.bind(entry.json(), SourceEntry.class), faults);
        case CONNECTOR ->
            connector(entry, Records.bind(entry.json(), ConnectorEntry.class), faults);
      }
    } catch (BindingException e) {
      faults.add(
          new Fault(entry.file(), e.path(), e.getMessage().substring(e.path().length()).strip()));
    }
    return faults.stream();
  }

  private static void source(Entry entry, SourceEntry source, List<Fault> faults) {
    if (entry.samples().isEmpty()) {
      faults.add(
          new Fault(
              entry.file(),
              "$",
              "has no samples: put at least one payload of " + source.title() + " into samples/"));
    }
  }

  private static void connector(Entry entry, ConnectorEntry connector, List<Fault> faults) {
    ends(entry, connector, faults);
    permissions(entry, connector, faults);
    deadline(entry, connector, faults);
    if (connector.retry() != null) {
      retry(entry, connector.retry(), faults);
    }
    if (connector.rate() != null) {
      rate(entry, connector.rate(), faults);
    }
    if (connector.request() != null) {
      request(entry, connector, faults);
    }
    if (connector.sandbox() != null) {
      sandbox(entry, connector.sandbox(), faults);
    }
  }

  /** Where its deliveries end: in a function's call, or in a stack of its own. */
  private static void ends(Entry entry, ConnectorEntry connector, List<Fault> faults) {
    if (connector.target() == null) {
      missing(entry, "secret", connector.secret(), faults);
      missing(entry, "sandbox", connector.sandbox(), faults);
      return;
    }
    if (connector.request() != null) {
      faults.add(new Fault(entry.file(), "$.target", "cannot go with a request; keep one of them"));
    }
    if (!Files.exists(entry.folder().resolve("template.yaml"))) {
      faults.add(
          new Fault(entry.file(), "$.target", "needs a template.yaml with an output TargetArn"));
    }
  }

  private static void missing(Entry entry, String key, Object value, List<Fault> faults) {
    if (value == null) {
      faults.add(new Fault(entry.file(), "$." + key, "is missing, and there is no target"));
    }
  }

  private static void permissions(Entry entry, ConnectorEntry connector, List<Fault> faults) {
    for (int i = 0; i < connector.permissions().size(); i++) {
      String parameter = connector.permissions().get(i).parameter();
      if (!connector.parameters().properties().containsKey(parameter)) {
        faults.add(
            new Fault(
                entry.file(),
                "$.permissions[" + i + "].parameter",
                "names '"
                    + parameter
                    + "', which is no parameter"
                    + Nearest.suggestion(parameter, connector.parameters().properties().keySet())));
      }
    }
  }

  private static void deadline(Entry entry, ConnectorEntry connector, List<Fault> faults) {
    if (connector.deadline().compareTo(SHORTEST_DEADLINE) < 0) {
      faults.add(
          new Fault(entry.file(), "$.deadline", "is shorter than 15s, which a slow answer needs"));
    }
    if (connector.timeout().compareTo(ConnectorEntry.LONGEST_TIMEOUT) > 0) {
      faults.add(
          new Fault(entry.file(), "$.deadline", "is longer than 14m, which a function can last"));
    }
  }

  private static void retry(Entry entry, ConnectorEntry.Retry retry, List<Fault> faults) {
    if (retry.longest().compareTo(LONGEST_PAUSE) > 0) {
      faults.add(
          new Fault(
              entry.file(),
              "$.retry.longest",
              "is "
                  + Durations.format(retry.longest())
                  + ", and SQS hides a message for 12h at most"));
    }
    if (retry.first().compareTo(retry.longest()) > 0) {
      faults.add(new Fault(entry.file(), "$.retry.first", "is longer than the longest pause"));
    }
    if (retry.first().compareTo(retry.within()) > 0) {
      faults.add(
          new Fault(
              entry.file(),
              "$.retry.within",
              "ends before the first pause does: no second attempt"));
    }
  }

  private static void rate(Entry entry, ConnectorEntry.Rate rate, List<Fault> faults) {
    if (rate.per() != null && rate.per().isZero()) {
      faults.add(new Fault(entry.file(), "$.rate.per", "is no time; write one like 1s"));
    }
    if (rate.limit() == 0 && rate.key() != null) {
      faults.add(new Fault(entry.file(), "$.rate.key", "means nothing without a limit"));
    }
    if (rate.throttled() == ConnectorEntry.Rate.Throttled.ALL && rate.key() == null) {
      faults.add(new Fault(entry.file(), "$.rate.throttled", "means nothing without a key"));
    }
  }

  private static void request(Entry entry, ConnectorEntry connector, List<Fault> faults) {
    ConnectorEntry.Request request = connector.request();
    if (request.body() != null && !request.form().isEmpty()) {
      faults.add(
          new Fault(entry.file(), "$.request.form", "cannot go with a body; keep one of them"));
    }
    boolean wanted =
        connector.secret() != null && connector.secret().required().contains("baseUrl");
    if (request.baseUrl() == null && !wanted) {
      faults.add(
          new Fault(
              entry.file(),
              "$.request.baseUrl",
              "is missing: name the destination's address, or require baseUrl in the secret"));
    }
    if (request.acknowledgement() != null && request.batch() == null) {
      faults.add(
          new Fault(entry.file(), "$.request.acknowledgement", "is read where there is a batch"));
    }
    if (request.again() != null && request.batch() != null) {
      faults.add(new Fault(entry.file(), "$.request.again", "is not read where there is a batch"));
    }
    for (int i = 0; i < request.outcomes().size(); i++) {
      if (request.outcomes().get(i).after() != null
          && !"throttled".equals(request.outcomes().get(i).outcome())) {
        faults.add(
            new Fault(
                entry.file(),
                "$.request.outcomes[" + i + "].after",
                "is read for throttled alone"));
      }
    }
  }

  private static void sandbox(Entry entry, ConnectorEntry.Sandbox sandbox, List<Fault> faults) {
    for (int i = 0; i < sandbox.endpoints().size(); i++) {
      String path = sandbox.endpoints().get(i).path();
      int any = path == null ? -1 : path.indexOf("**");
      if (any >= 0 && any != path.length() - 2) {
        faults.add(
            new Fault(
                entry.file(),
                "$.sandbox.endpoints[" + i + "].path",
                "may hold ** at its end alone"));
      }
    }
    if (sandbox.endpoints().stream().allMatch(endpoint -> endpoint.shows() == null)) {
      faults.add(
          new Fault(
              entry.file(),
              "$.sandbox.endpoints",
              "show nothing in the inbox: say shows for one of them"));
    }
  }
}

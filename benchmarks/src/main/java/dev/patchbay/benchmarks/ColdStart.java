package dev.patchbay.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The cold start of each function: from the start of its process under AWS's runtime interface
 * client to its first answer, which is a whole one: a webhook on the bus, a delivery made. Beside
 * it, in turns, an empty handler, and the bare calls of some connectors; each without and with an
 * AOT cache (JEP 514), which stands in for what SnapStart leaves out. Then what priming buys: the
 * first answer behind a snapshot with the hooks run, and of an initialised process without.
 *
 * <p>Usage, from the root: {@code ColdStart [runs] [function …]}.
 */
public final class ColdStart {
  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final List<String> ALL =
      List.of("webhook", "overflow", "aws-events", "slack", "twilio", "box", "splunk");

  /** Beside which connectors their bare calls run, by whose handler. */
  private static final Map<String, String> BARE =
      Map.of("slack", "Slack", "twilio", "Twilio", "splunk", "Splunk");

  /** A function and what it is handed. */
  private record Subject(FunctionCode code, Supplier<byte[]> event, Path cache) {}

  private final Path folder;
  private final Map<String, List<Double>> taken = new LinkedHashMap<>();
  private int processes;

  private ColdStart(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
    List<String> names =
        arguments.length > 1 ? List.of(arguments).subList(1, arguments.length) : ALL;
    Path folder = Files.createTempDirectory("patchbay-cold-start");
    try (FunctionHub hub =
        FunctionHub.start(
            ROOT,
            folder,
            """
            routes: # for no event of this run: what a function publishes is to set nobody to work
              - name: none
                when: {source: [gitlab]}
                deliver:
                  - slack: {channel: "#dev"}
                  - twilio: {to: "+15005550006"}
                  - box: {folder: "/Audit"}
                  - splunk: {}
            """)) {
      new ColdStart(folder).run(hub, names, runs);
    }
    System.exit(0); // the functions' SDKs leave threads
  }

  private void run(FunctionHub hub, List<String> names, int runs) throws Exception {
    Map<String, Subject> subjects = new LinkedHashMap<>();
    subjects.put("empty", subject("empty", FunctionCode.empty(folder), "{}"::getBytes));
    for (String name : names) {
      subjects.put(name, subject(name, hub.function(name), () -> event(name)));
      if (BARE.containsKey(name)) {
        FunctionCode bare =
            hub.function(name).bare(folder, BareDelivery.class.getName() + "$" + BARE.get(name));
        subjects.put(name + ", bare", subject(bare.name(), bare, "{}"::getBytes));
      }
    }
    for (Subject subject : subjects.values()) {
      train(subject);
    }
    for (int run = 0; run < runs; run++) {
      for (Map.Entry<String, Subject> each : subjects.entrySet()) {
        Subject subject = each.getValue();
        note(each.getKey(), toFirstAnswer(subject, launch(subject)));
        note(
            each.getKey() + " AOT",
            toFirstAnswer(
                subject, launch(subject).onClassPath().with("-XX:AOTCache=" + subject.cache())));
      }
      if (subjects.containsKey("webhook")) {
        note("restored, primed", behindSnapshot(subjects.get("webhook"), true));
        note("restored, not primed", behindSnapshot(subjects.get("webhook"), false));
      }
    }
    print(subjects);
  }

  private Subject subject(String name, FunctionCode code, Supplier<byte[]> event) {
    return new Subject(code, event, folder.resolve(name + ".aot"));
  }

  private static byte[] event(String function) {
    return switch (function) {
      case "webhook" -> {
        Payload push = Payload.push();
        yield FunctionEvents.webhook(push, push.signature());
      }
      case "overflow" -> FunctionEvents.overflowed("A commit");
      case "aws-events" -> FunctionEvents.alarm("orders-queue-age");
      case "slack" -> delivery(Map.of("connector", "slack", "channel", "#dev"));
      case "twilio" -> delivery(Map.of("connector", "twilio", "to", "+15005550006"));
      case "box" -> delivery(Map.of("connector", "box", "folder", "/Audit"));
      default -> delivery(Map.of("connector", function));
    };
  }

  private static byte[] delivery(Map<String, Object> delivery) {
    return FunctionEvents.delivery(delivery, "acme/app: 1 commit to main");
  }

  private FunctionProcess.Launch launch(Subject subject) {
    return new FunctionProcess.Launch(
        subject.code(), ROOT, folder.resolve("process-" + processes++));
  }

  /** By one answer, as it is the first that is measured; a second would wait at Twilio's rate. */
  private void train(Subject subject) throws Exception {
    try (FunctionProcess process =
        launch(subject).onClassPath().with("-XX:AOTCacheOutput=" + subject.cache()).start()) {
      answered(process, subject);
      process.end();
    }
    if (!Files.exists(subject.cache())) {
      throw new IllegalStateException("no AOT cache was written for " + subject.code().name());
    }
  }

  private static double toFirstAnswer(Subject subject, FunctionProcess.Launch launch)
      throws Exception {
    long started = System.nanoTime();
    try (FunctionProcess process = launch.start()) {
      return (answered(process, subject).nanos() - started) / 1e6;
    }
  }

  private double behindSnapshot(Subject subject, boolean primed) throws Exception {
    // As under SnapStart, where Lambda compiles in full.
    FunctionProcess.Launch launch = launch(subject).snapStart();
    try (FunctionProcess process = (primed ? launch : launch.withoutHooks()).start()) {
      process.api().awaitSnapshot();
      long started = System.nanoTime();
      process.api().restore();
      return (answered(process, subject).nanos() - started) / 1e6;
    }
  }

  private static RuntimeApi.Answer answered(FunctionProcess process, Subject subject)
      throws IOException, InterruptedException {
    RuntimeApi.Answer answer = process.api().invoke(subject.event().get());
    if (answer.failed() || answer.text().contains("itemIdentifier") || isRefused(answer.text())) {
      throw new IllegalStateException(answer.text() + "\n" + process.output());
    }
    return answer;
  }

  private static boolean isRefused(String answer) {
    return answer.contains("statusCode") && !answer.contains("202");
  }

  private void note(String what, double millis) {
    taken.computeIfAbsent(what, _ -> new ArrayList<>()).add(millis);
    System.err.printf(Locale.ROOT, "%s: %.0f ms%n", what, millis);
  }

  private double median(String what) {
    List<Double> sorted = taken.get(what).stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private void print(Map<String, Subject> subjects) throws IOException {
    System.out.println("| function | plain, ms | of empty | AOT cache, ms | of empty | jar, MB |");
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    for (Map.Entry<String, Subject> each : subjects.entrySet()) {
      String name = each.getKey();
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f | %.1f | %.0f | %.1f | %.1f |%n",
          name,
          median(name),
          median(name) / median("empty"),
          median(name + " AOT"),
          median(name + " AOT") / median("empty AOT"),
          Files.size(each.getValue().code().jar()) / 1e6);
    }
    Stream.of("restored, primed", "restored, not primed")
        .filter(taken::containsKey)
        .forEach(what -> System.out.printf(Locale.ROOT, "%n%s: %.0f ms%n", what, median(what)));
  }
}

package dev.patchbay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The webhook function up to its snapshot and behind it, with AWS's own runtime interface client
 * calling its hooks. The process stays the same one: only Lambda can restore it elsewhere.
 */
final class SnapStartTest {
  private static final Path ROOT = Path.of(System.getProperty("patchbay.root"));

  /** What the first event may still load: the chain of credentials and errors, by far the most. */
  private static final int FEW = 40;

  @TempDir Path folder;
  private FunctionHub hub;

  @BeforeEach
  void start() throws Exception {
    hub =
        FunctionHub.start(
            ROOT,
            folder,
            """
            routes:
              - name: pushes
                when: {source: [github]}
                deliver:
                  - splunk: {index: pushes}
            """);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private FunctionProcess.Launch launch(ClassLoads loads) {
    return new FunctionProcess.Launch(
            hub.function("webhook"), ROOT, folder.resolve(UUID.randomUUID().toString()))
        .with(loads.option());
  }

  @Test
  void theFirstEventBehindASnapshotLoadsHardlyAnyClass() throws Exception {
    ClassLoads primed = new ClassLoads(folder.resolve("primed.log"));
    List<String> late;
    try (FunctionProcess process = launch(primed).snapStart().start()) {
      process.api().awaitSnapshot();
      int before = primed.soFar().size();
      process.api().restore();
      assertAccepted(process, Payload.push("primed"), Payload.SECRET);
      List<String> all = primed.soFar();
      late = all.subList(before, all.size());
    }
    ClassLoads plain = new ClassLoads(folder.resolve("plain.log"));
    int unprimed;
    try (FunctionProcess process = launch(plain).start()) {
      process.api().awaitReady();
      int before = plain.soFar().size();
      assertAccepted(process, Payload.push("unprimed"), Payload.SECRET);
      unprimed = plain.soFar().size() - before;
    }
    assertThat(late).as("unprimed: %d", unprimed).hasSizeLessThan(FEW);
    assertThat(unprimed).isGreaterThan(10 * late.size());
  }

  @Test
  void theSnapshotHoldsNoCredentialsNoSecretAndNoConnection() throws Exception {
    Instant restored;
    String fresh = "rotated after the snapshot";
    Payload push = Payload.push("behind the snapshot " + UUID.randomUUID());
    try (FunctionProcess process =
        launch(new ClassLoads(folder.resolve("loads.log"))).snapStart().start()) {
      process.api().awaitSnapshot();
      assertThat(said(process)).isEmpty();
      assertThat(process.api().credentialsAsked()).isZero();
      assertThat(connections(process.pid())).as("but to the runtime API").hasSize(1);
      // Without credentials it has read no secret, and so it needs no second look for the new one.
      hub.rotate(fresh);
      restored = Instant.now();
      process.api().restore();
      assertAccepted(process, push, fresh);
      assertThat(process.api().credentialsAsked()).isPositive();
      assertThat(said(process).stream().map(SnapStartTest::timestamp))
          .isNotEmpty()
          .allMatch(restored::isBefore);
    }
  }

  /** The lines of the function; the JVM's own word about its options is none. */
  private static List<String> said(FunctionProcess process) throws IOException {
    return process.output().lines().filter(line -> !line.startsWith("Picked up ")).toList();
  }

  @Test
  void idsDifferBetweenProcessesOfOneSnapshot() throws Exception {
    Set<String> ids = Stream.of(1, 2).map(_ -> acceptedId()).collect(Collectors.toSet());
    assertThat(ids).hasSize(2);
  }

  private String acceptedId() {
    try (FunctionProcess process =
        launch(new ClassLoads(folder.resolve(UUID.randomUUID() + ".log"))).snapStart().start()) {
      process.api().awaitSnapshot();
      process.api().restore();
      return assertAccepted(process, Payload.push("same"), Payload.SECRET);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String assertAccepted(FunctionProcess process, Payload push, String secret)
      throws IOException, InterruptedException {
    RuntimeApi.Answer answer =
        process.api().invoke(FunctionEvents.webhook(push, Payload.signature(push.body(), secret)));
    assertThat(Json.parseObject(answer.body()))
        .as(process.output())
        .containsEntry("statusCode", 202);
    return (String) Json.parseObject(answer.body()).get("body");
  }

  private static Instant timestamp(String line) {
    return Instant.parse((String) Json.parseObject(line).get("timestamp"));
  }

  /** Remote ends of the process's TCP connections, as Linux shows them. */
  private static List<String> connections(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    Set<String> sockets;
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      sockets =
          open.map(SnapStartTest::target)
              .filter(target -> target.startsWith("socket:["))
              .map(target -> target.replaceAll("\\D", ""))
              .collect(Collectors.toSet());
    }
    try (Stream<String> lines =
        Stream.concat(
            Files.lines(process.resolve("net/tcp")), Files.lines(process.resolve("net/tcp6")))) {
      return lines
          .map(line -> line.strip().split("\\s+"))
          .filter(line -> line.length > 9 && sockets.contains(line[9]))
          .map(line -> line[2])
          .distinct()
          .toList();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException _) { // closed meanwhile
      return "";
    }
  }
}

package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --stack NAME}, as it goes to AWS, with the laptop's endpoint in place of AWS's. */
final class StackOptionTest {
  private static final String ROUTES =
      """
      routes:
        - name: record
          when: {source: [github], type: [push]}
          deliver: [{slack: {channel: "#dev"}}]
      """;

  @TempDir static Path folder;
  private static TestHub hub;

  private record Answer(int code, String text) {}

  @BeforeAll
  static void start() throws Exception {
    hub = TestHub.start(folder, ROUTES, TestHub.githubSecret());
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static Answer patchbay(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dslf4j.internal.verbosity=ERROR",
                "-Dpatchbay.home=" + TestHub.ROOT,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.patchbay.cli.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("AWS_ENDPOINT_URL", hub.hub().endpointUrl());
    builder.environment().put("AWS_ACCESS_KEY_ID", "any");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "any");
    builder.environment().put("AWS_REGION", "us-east-1");
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text);
  }

  @Test
  void sendsToAStackAndSeesWhatBecameOfIt() throws Exception {
    Answer sent = patchbay("send", "github", "push", "--stack", "patchbay");
    assertThat(sent.code()).as(sent.text()).isZero();
    TestHub.await(() -> !hub.inbox("slack").isEmpty());
    Answer events = patchbay("events", "--stack", "patchbay");
    assertThat(events.code()).as(events.text()).isZero();
    assertThat(events.text()).contains("github", "push");
    Answer letters = patchbay("deadletters", "--stack", "patchbay", "--json");
    assertThat(letters.code()).as(letters.text()).isZero();
  }

  @Test
  void saysWhereAStackWasNotFound() throws Exception {
    Answer answer = patchbay("events", "--stack", "pathbay");
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.text()).contains("there is no stack 'pathbay' in this account and region");
  }
}

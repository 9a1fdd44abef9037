package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.sandbox.Inbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Box's stand-in as the real function meets it: it knows what it was given before. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BoxSandboxTest {
  private static final String ROUTES =
      """
      routes:
        - name: files
          when: {source: [github]}
          deliver:
            - box:
                folder: "/Audit/{{ source }}/{{ data.ref }}"
                name: versions.json
                comment: "Look at {{ id }}"
                task: {message: "Check {{ id }}", assignTo: ann@example.com, due: 3d}
            - box: {folder: /Audit/github, name: same.txt, content: "{{ id }}", onConflict: suffix}
            - box: {folder: /Audit, name: big.txt, content: "{{ $join([1..210].$$.data.blob) }}"}
      """;

  @TempDir static Path folder;
  private static TestHub hub;

  @BeforeAll
  static void start() throws Exception {
    hub = TestHub.start(folder, ROUTES, TestHub.githubSecret());
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static void push(String id) throws Exception {
    String blob = id.repeat(100_000 / id.length());
    byte[] body = Json.writeBytes(Map.of("ref", "../main", "blob", blob));
    assertThat(hub.post("push", id, body).statusCode()).isEqualTo(202);
  }

  private static List<Inbox.Arrival> arrived(String name) {
    return hub.inbox("box").stream().filter(one -> one.name().equals(name)).toList();
  }

  @Test
  @Order(1)
  void filesTheFirstEventInFoldersThatItMakes() throws Exception {
    push("one");
    TestHub.await(() -> hub.inbox("box").size() == 5);
    Inbox.Arrival file = arrived("versions.json").getFirst();
    assertThat(file.to()).isEqualTo("/Audit/github/.._main");
    assertThat(arrived("same.txt").getFirst().to()).isEqualTo("/Audit/github");
    assertThat(arrived("big.txt").getFirst().text()).isEqualTo("20999790 bytes in 3 parts");
    Inbox.Arrival comment = arrived("Comment").getFirst();
    assertThat(comment.text()).isEqualTo("Look at one");
    assertThat(comment.receipt()).isEqualTo(file.receipt());
    Inbox.Arrival task = arrived("Task: versions.json").getFirst();
    assertThat(task.to()).isEqualTo("ann@example.com");
    assertThat(task.text()).startsWith("Check one (due ");
  }

  @Test
  @Order(2)
  void makesVersionsAndSuffixesForTheSecond() throws Exception {
    push("two");
    TestHub.await(() -> hub.inbox("box").size() == 10);
    for (String name : List.of("versions.json", "big.txt")) {
      assertThat(arrived(name)).hasSize(2);
      assertThat(arrived(name).getLast().receipt()).isEqualTo(arrived(name).getFirst().receipt());
    }
    assertThat(arrived("same.txt")).hasSize(1);
    assertThat(hub.inbox("box"))
        .extracting(Inbox.Arrival::name)
        .anyMatch(name -> name.matches("same \\([0-9a-f]{8}\\)\\.txt"));
    assertThat(arrived("Comment")).extracting(Inbox.Arrival::text).contains("Look at two");
  }
}

package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.sandbox.Inbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads, changes, direct messages and buttons of Slack, through the whole hub. */
class SlackTest {
  private static final String ROUTES =
      """
      routes:
        - name: deploys
          when: {source: [github], data: {zen: [thread]}}
          deliver:
            - slack: {channel: "#deploys", text: "{{ data.step }}", thread: "{{ data.hook_id }}"}
        - name: state
          when: {source: [github], data: {zen: [update]}}
          deliver:
            - slack: {channel: "#state", text: "{{ data.step }}", thread: "{{ data.hook_id }}", update: true}
        - name: person
          when: {source: [github], data: {zen: [person]}}
          deliver:
            - slack: {channel: "{{ data.step }}@example.com", text: "{{ data.step }}"}
        - name: asked
          when: {source: [github], data: {zen: [ask]}}
          deliver:
            - slack:
                channel: "#ask"
                text: "{{ data.step }}"
                actions: [{text: Approve, value: "{{ data.hook_id }}"}, {text: Reject, style: danger}]
        - name: own-blocks
          when: {source: [github], data: {zen: [blocks]}}
          deliver:
            - slack:
                channel: "#blocks"
                blocks:
                  - {type: header, text: {type: plain_text, text: "{{ data.step }}"}}
                  - {type: section, text: {type: mrkdwn, text: "*{{ data.step }}*"}}
        - name: refused
          when: {source: [github], data: {zen: [refused]}}
          deliver:
            - slack: {channel: "#fail-{{ data.step }}"}
        - name: approved
          when: {source: [slack], type: [block_actions], data: {actions: {action_id: [deploys/approve]}}}
          deliver:
            - slack: {channel: "#approved", text: "{{ actor }} approved {{ data.actions[0].value }} at {{ subject }}"}
      """;

  @TempDir static Path folder;
  private static TestHub hub;

  @BeforeAll
  static void start() throws Exception {
    System.setProperty("patchbay.home", TestHub.ROOT.toString());
    hub = TestHub.start(folder, ROUTES, TestHub.githubSecret());
  }

  @AfterAll
  static void stop() {
    hub.close();
    System.clearProperty("patchbay.home");
  }

  private static String ping(String kind, String step, int thing) throws Exception {
    String id = UUID.randomUUID().toString();
    String body =
        "{\"zen\": \"%s\", \"hook_id\": %d, \"step\": \"%s\"}".formatted(kind, thing, step);
    assertThat(hub.post("ping", id, body.getBytes(StandardCharsets.UTF_8)).statusCode())
        .isEqualTo(202);
    return id;
  }

  private static List<Inbox.Arrival> arrivals(String to) {
    return hub.inbox("slack").stream().filter(arrival -> to.equals(arrival.to())).toList();
  }

  private static List<Inbox.Arrival> awaited(String to, int count) {
    TestHub.await(() -> arrivals(to).size() >= count);
    assertThat(arrivals(to)).hasSize(count);
    return arrivals(to);
  }

  private static String message(Inbox.Arrival first) {
    return Integer.toString(Integer.parseInt(first.receipt().substring(11)));
  }

  @Test
  void putsAllButOneOfManyAtOnceBelowThatOne() throws Exception {
    for (int i = 0; i < 5; i++) {
      ping("thread", "step " + i, 7);
    }
    List<Inbox.Arrival> arrivals = awaited("#deploys", 5);
    String first = message(arrivals.getFirst());
    assertThat(arrivals.getFirst().from()).isEqualTo("Patchbay · message " + first);
    assertThat(arrivals.subList(1, 5))
        .allSatisfy(reply -> assertThat(reply.from()).isEqualTo("Patchbay · reply to " + first));
  }

  @Test
  void changesOneMessageInPlace() throws Exception {
    ping("update", "started", 8);
    String first = message(awaited("#state", 1).getFirst());
    ping("update", "done", 8);
    Inbox.Arrival change = awaited("#state", 2).getLast();
    assertThat(change.from()).isEqualTo("Patchbay · change of " + first);
    assertThat(change.text()).isEqualTo("done");
  }

  @Test
  void findsAPersonByTheirAddress() throws Exception {
    ping("person", "ann", 9);
    assertThat(awaited("@ann", 1).getFirst().text()).isEqualTo("ann");
    String id = ping("person", "nobody", 9);
    TestHub.await(() -> hub.run("trace", id).contains("users_not_found"));
  }

  @Test
  void showsButtonsAndBlocks() throws Exception {
    ping("ask", "Ready?", 10);
    assertThat(awaited("#ask", 1).getFirst().text()).isEqualTo("Ready?\n[Approve] [Reject]");
    ping("blocks", "x".repeat(200), 10);
    assertThat(awaited("#blocks", 1).getFirst().text())
        .isEqualTo("x".repeat(149) + "…\n*" + "x".repeat(200) + "*");
  }

  @Test
  void tellsWhySlackRefusedAMessage() throws Exception {
    String id = ping("refused", "is_archived", 11);
    TestHub.await(
        () -> hub.run("trace", id).contains("Slack: is_archived (the channel is archived)"));
  }

  @Test
  void bringsThePressOfAButtonBackAsAnEvent() {
    assertThat(
            hub.run(
                "send",
                "slack",
                "block_actions.button",
                "--url",
                hub.hub().webhooksUrl() + "/slack"))
        .startsWith("0");
    assertThat(awaited("#approved", 1).getFirst().text())
        .isEqualTo("ann approved 1042 at C0SHOP001/1763892000.000100");
  }
}

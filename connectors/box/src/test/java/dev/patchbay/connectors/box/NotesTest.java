package dev.patchbay.connectors.box;

import static dev.patchbay.connectors.box.BoxServer.FILE;
import static dev.patchbay.connectors.box.BoxServer.HELLO_SHA1;
import static dev.patchbay.connectors.box.BoxServer.conflict;
import static dev.patchbay.connectors.box.BoxServer.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotesTest {
  private static final String UPLOAD = "POST /api/2.0/files/content";
  private static final String AFTER = "2026-11-23T02:00:05-08:00";
  private static final String BEFORE = "2026-11-23T01:00:05-08:00";
  private static final Outcome DELIVERED = new Outcome.Delivered(new Receipt("77"));
  private static final Map<String, Object> COMMENT =
      Map.of("content", "hello", "comment", "{{ title }}");
  private static final Map<String, Object> TASK =
      Map.of("content", "hello", "task", Map.of("assignTo", "ann@example.com", "due", "3d"));

  private final BoxServer box = new BoxServer();

  @AfterEach
  void stop() {
    box.close();
  }

  private static String comments(String at) {
    return "{\"entries\":[{\"id\":\"1\",\"message\":\"Deploy failed\",\"created_at\":\"%s\"}]}"
        .formatted(at);
  }

  private static String tasks(String at, String login) {
    return """
    {"entries":[{"id":"5","message":"Deploy failed","created_at":"%s","task_assignment_collection":
    {"entries":[{"id":"6","assigned_to":{"id":"8","login":"%s"}}]}}]}\
    """
        .formatted(at, login);
  }

  private static String found() {
    return conflict(file("77", HELLO_SHA1));
  }

  @Test
  void commentsOnTheFile() {
    box.answers(201, FILE).answers(201, "{\"id\":\"1\"}");
    assertThat(box.send(COMMENT)).isEqualTo(DELIVERED);
    assertThat(box.asked()).containsExactly(UPLOAD, "POST /2.0/comments");
    assertThat(box.request(1).body())
        .contains("\"message\":\"Deploy failed\"", "\"id\":\"77\"", "\"type\":\"file\"");
  }

  @ParameterizedTest
  @CsvSource({"500, Retry", "400, Rejected", "429, Throttled", "403, Misconfigured"})
  void saysThatTheFileIsThereWhereItsCommentIsNot(int status, String outcome) {
    box.answers(201, FILE).answers(status, "{}");
    Outcome got = box.send(COMMENT);
    assertThat(got.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(got.toString()).contains("the file is there (77), its comment is not");
  }

  @Test
  void leavesTheCommentThatAnEarlierAttemptDidNotGetTo() {
    box.answers(409, found()).answers(200, comments(BEFORE)).answers(201, "{\"id\":\"1\"}");
    assertThat(box.send(COMMENT)).isEqualTo(DELIVERED);
    assertThat(box.asked())
        .containsExactly(UPLOAD, "GET /2.0/files/77/comments?limit=1000", "POST /2.0/comments");
  }

  @Test
  void findsTheCommentOfAnEarlierAttempt() {
    box.answers(409, found()).answers(200, comments(AFTER));
    assertThat(box.send(COMMENT)).isEqualTo(DELIVERED);
    assertThat(box.asked()).hasSize(2);
  }

  @Test
  void takesASimilarCommentOfLatelyForItsOwn() {
    box.answers(201, FILE).answers(409, "{\"code\":\"recent_similar_comment\"}");
    assertThat(box.send(COMMENT)).isEqualTo(DELIVERED);
  }

  @Test
  void makesATaskAndAssignsIt() {
    box.answers(201, FILE).answers(201, "{\"id\":\"5\"}").answers(201, "{\"id\":\"6\"}");
    assertThat(box.send(TASK)).isEqualTo(DELIVERED);
    assertThat(box.asked())
        .containsExactly(UPLOAD, "POST /2.0/tasks", "POST /2.0/task_assignments");
    assertThat(box.request(1).body())
        .contains("\"message\":\"Deploy failed\"", "\"due_at\":\"2026-11-26T10:00:00.000Z\"");
    assertThat(box.request(2).body())
        .contains("\"login\":\"ann@example.com\"", "\"task\":{\"id\":\"5\",\"type\":\"task\"}");
  }

  @Test
  void assignsATaskToAUserId() {
    box.answers(201, FILE).answers(201, "{\"id\":\"5\"}").answers(201, "{\"id\":\"6\"}");
    box.send(Map.of("task", Map.of("message", "Look", "assignTo", "{{ data.n }}")));
    assertThat(box.request(1).body()).contains("\"message\":\"Look\"").doesNotContain("due_at");
    assertThat(box.request(2).body()).contains("\"assign_to\":{\"id\":\"1\"}");
  }

  @Test
  void findsTheTaskOfAnEarlierAttempt() {
    box.answers(409, found()).answers(200, tasks(AFTER, "Ann@Example.com"));
    assertThat(box.send(TASK)).isEqualTo(DELIVERED);
    assertThat(box.asked()).containsExactly(UPLOAD, "GET /2.0/files/77/tasks");
  }

  @Test
  void assignsTheTaskThatAnEarlierAttemptDidNotGetToAssign() {
    box.answers(409, found())
        .answers(200, tasks(AFTER, "bob@example.com"))
        .answers(201, "{\"id\":\"6\"}");
    assertThat(box.send(TASK)).isEqualTo(DELIVERED);
    assertThat(box.asked()).last().isEqualTo("POST /2.0/task_assignments");
    assertThat(box.request(2).body()).contains("\"task\":{\"id\":\"5\"");
  }

  @Test
  void rejectsATaskForWhomBoxDoesNotKnow() {
    box.answers(201, FILE)
        .answers(201, "{\"id\":\"5\"}")
        .answers(400, "{\"code\":\"task_assignee_not_allowed\"}");
    assertThat(box.send(TASK))
        .isInstanceOf(Outcome.Rejected.class)
        .asString()
        .contains("task_assignee_not_allowed", "its task is not");
  }

  @ParameterizedTest
  @CsvSource({"tomorrow", "2026-13-01", "3 days", "99999999999d", "999999999d"})
  void rejectsATimeThatIsNoneBeforeItMakesAFile(String due) {
    Outcome got = box.send(Map.of("task", Map.of("assignTo", "1", "due", due)));
    assertThat(got).isInstanceOf(Outcome.Rejected.class);
    assertThat(box.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-12-01, 2026-12-01T23:59:59.000Z",
    "2026-12-01T10:00:00+01:00, 2026-12-01T10:00:00.000+01:00"
  })
  void takesADateAndATime(String due, String sent) {
    box.answers(201, FILE).answers(201, "{\"id\":\"5\"}").answers(201, "{\"id\":\"6\"}");
    box.send(Map.of("task", Map.of("assignTo", "1", "due", due)));
    assertThat(box.request(1).body()).contains("\"due_at\":\"" + sent + "\"");
  }

  @Test
  void rejectsATaskForNobodyBeforeItMakesAFile() {
    assertThat(box.send(Map.of("task", Map.of("assignTo", "{{ data.nobody }}"))))
        .isInstanceOf(Outcome.Rejected.class);
    assertThat(box.asked()).isEmpty();
  }
}

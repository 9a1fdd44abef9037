package dev.patchbay.connectors.box;

import com.box.sdkgen.box.errors.BoxAPIError;
import com.box.sdkgen.managers.comments.CommentsManager;
import com.box.sdkgen.managers.comments.CreateCommentRequestBody;
import com.box.sdkgen.managers.comments.CreateCommentRequestBodyItemField;
import com.box.sdkgen.managers.comments.CreateCommentRequestBodyItemTypeField;
import com.box.sdkgen.managers.comments.GetFileCommentsQueryParams;
import com.box.sdkgen.managers.taskassignments.CreateTaskAssignmentRequestBody;
import com.box.sdkgen.managers.taskassignments.CreateTaskAssignmentRequestBodyAssignToField;
import com.box.sdkgen.managers.taskassignments.CreateTaskAssignmentRequestBodyTaskField;
import com.box.sdkgen.managers.taskassignments.CreateTaskAssignmentRequestBodyTaskTypeField;
import com.box.sdkgen.managers.taskassignments.TaskAssignmentsManager;
import com.box.sdkgen.managers.tasks.CreateTaskRequestBody;
import com.box.sdkgen.managers.tasks.CreateTaskRequestBodyActionField;
import com.box.sdkgen.managers.tasks.CreateTaskRequestBodyItemField;
import com.box.sdkgen.managers.tasks.CreateTaskRequestBodyItemTypeField;
import com.box.sdkgen.managers.tasks.TasksManager;
import com.box.sdkgen.schemas.task.Task;
import com.box.sdkgen.schemas.taskassignment.TaskAssignment;
import dev.patchbay.core.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Leaves a comment and a task on a file, each once: those of an earlier attempt are looked for
 * where there may have been one. Thread-safe.
 */
final class Notes {
  private static final long MOST = 1000;

  private final CommentsManager comments;
  private final TasksManager tasks;
  private final TaskAssignmentsManager assignments;

  Notes(CommentsManager comments, TasksManager tasks, TaskAssignmentsManager assignments) {
    this.comments = comments;
    this.tasks = tasks;
    this.assignments = assignments;
  }

  /**
   * @param look for what an earlier attempt left
   */
  void comment(String file, String message, Event event, boolean look) {
    if (look && isCommented(file, message, Since.of(event))) {
      return;
    }
    var item =
        new CreateCommentRequestBodyItemField(file, CreateCommentRequestBodyItemTypeField.FILE);
    try {
      BoxAnswer.read(() -> comments.createComment(new CreateCommentRequestBody(message, item)));
    } catch (BoxAPIError refused) {
      if (!BoxAnswer.has(refused, 409, "recent_similar_comment")) { // else it is there
        throw refused;
      }
    }
  }

  private boolean isCommented(String file, String message, Instant since) {
    return BoxAnswer.read(
            () ->
                comments
                    .getFileComments(
                        file, new GetFileCommentsQueryParams.Builder().limit(MOST).build())
                    .getEntries())
        .stream()
        .anyMatch(
            comment ->
                message.equals(comment.getMessage())
                    && Since.isAfter(comment.getCreatedAt(), since));
  }

  /**
   * @param look for what an earlier attempt left
   */
  void task(String file, BoxParameters.Task wanted, Event event, boolean look) {
    String message = wanted.message().isEmpty() ? event.title() : wanted.message();
    Optional<Task> there = look ? earlier(file, message, Since.of(event)) : Optional.empty();
    if (there.isPresent() && isAssigned(there.get(), wanted)) {
      return;
    }
    String id = there.map(Task::getId).orElseGet(() -> made(file, wanted, message, event));
    boolean byLogin = wanted.assignTo().toString().contains("@");
    var assignee = new CreateTaskAssignmentRequestBodyAssignToField.Builder();
    assign(
        id,
        (byLogin
                ? assignee.login(wanted.assignTo().toString())
                : assignee.id(wanted.assignTo().toString()))
            .build());
  }

  private void assign(String task, CreateTaskAssignmentRequestBodyAssignToField assignee) {
    var to =
        new CreateTaskAssignmentRequestBodyTaskField.Builder(task)
            .type(CreateTaskAssignmentRequestBodyTaskTypeField.TASK)
            .build();
    BoxAnswer.read(
        () -> assignments.createTaskAssignment(new CreateTaskAssignmentRequestBody(to, assignee)));
  }

  private String made(String file, BoxParameters.Task wanted, String message, Event event) {
    var item =
        new CreateTaskRequestBodyItemField.Builder()
            .id(file)
            .type(CreateTaskRequestBodyItemTypeField.FILE)
            .build();
    var body =
        new CreateTaskRequestBody.Builder(item)
            .action(CreateTaskRequestBodyActionField.REVIEW)
            .message(message);
    Due.at(wanted.due(), event).ifPresent(body::dueAt);
    return BoxAnswer.read(() -> tasks.createTask(body.build()).getId());
  }

  private Optional<Task> earlier(String file, String message, Instant since) {
    List<Task> there = BoxAnswer.read(() -> tasks.getFileTasks(file).getEntries());
    return there.stream()
        .filter(task -> message.equals(task.getMessage()))
        .filter(task -> task.getId() != null && Since.isAfter(task.getCreatedAt(), since))
        .findFirst();
  }

  private static boolean isAssigned(Task task, BoxParameters.Task wanted) {
    List<TaskAssignment> made =
        task.getTaskAssignmentCollection() == null
                || task.getTaskAssignmentCollection().getEntries() == null
            ? List.of()
            : task.getTaskAssignmentCollection().getEntries();
    return made.stream()
        .map(TaskAssignment::getAssignedTo)
        .filter(Objects::nonNull)
        .anyMatch(user -> wanted.isTo(user.getId(), user.getLogin()));
  }
}

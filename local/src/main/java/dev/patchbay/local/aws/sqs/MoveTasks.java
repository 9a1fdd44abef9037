package dev.patchbay.local.aws.sqs;

import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Members;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Redrive: moves the messages of a dead-letter queue back, at once. Thread-safe. */
final class MoveTasks {
  private final Queues queues;
  private final List<Map<String, Object>> tasks = new ArrayList<>();

  MoveTasks(Queues queues) {
    this.queues = queues;
  }

  synchronized Map<String, Object> start(Map<String, Object> in) {
    String source = Members.text(in, "SourceArn");
    List<String> sources =
        queues.names().stream()
            .filter(
                name ->
                    queues
                        .settings(name)
                        .redrive()
                        .filter(redrive -> redrive.deadLetterArn().equals(source))
                        .isPresent())
            .toList();
    if (sources.isEmpty()) {
      throw new AwsException(
          "InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.");
    }
    String destination = Members.text(in, "DestinationArn", Arns.of("sqs", sources.getFirst()));
    int moved = queues.moveAll(Arns.name(source), Arns.name(destination));
    String handle = UUID.randomUUID().toString();
    Map<String, Object> task = new LinkedHashMap<>();
    task.put("Status", "COMPLETED");
    task.put("SourceArn", source);
    task.put("DestinationArn", destination);
    task.put("ApproximateNumberOfMessagesMoved", moved);
    task.put("ApproximateNumberOfMessagesToMove", moved);
    task.put("StartedTimestamp", queues.now());
    tasks.addFirst(task);
    return Map.of("TaskHandle", handle);
  }

  synchronized Map<String, Object> list(Map<String, Object> in) {
    String source = Members.text(in, "SourceArn");
    long most = Members.number(in, "MaxResults", 1);
    return Map.of(
        "Results",
        tasks.stream().filter(task -> source.equals(task.get("SourceArn"))).limit(most).toList());
  }
}

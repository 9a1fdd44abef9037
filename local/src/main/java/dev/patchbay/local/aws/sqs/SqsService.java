package dev.patchbay.local.aws.sqs;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.AwsRequest;
import dev.patchbay.local.aws.AwsResponse;
import dev.patchbay.local.aws.AwsService;
import dev.patchbay.local.aws.JsonProtocol;
import dev.patchbay.local.aws.Members;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** SQS's JSON protocol over the queues, standard queues only. Thread-safe. */
public final class SqsService implements AwsService {
  private static final int MOST_ENTRIES = 10;
  private static final int LONGEST_DELAY = 900;
  private static final int LONGEST_WAIT = 20;

  private final Queues queues;
  private final Supplier<String> endpoint;
  private final MoveTasks moves;
  private final JsonProtocol protocol;

  /**
   * @param endpoint address of the AWS endpoint, of which queue URLs are made
   */
  public SqsService(Queues queues, Supplier<String> endpoint) {
    this.queues = queues;
    this.endpoint = endpoint;
    this.moves = new MoveTasks(queues);
    Map<String, JsonProtocol.Operation> operations = new HashMap<>();
    operations.put("CreateQueue", this::createQueue);
    operations.put("DeleteQueue", in -> done(() -> queues.delete(queue(in))));
    operations.put(
        "GetQueueUrl", in -> Map.of("QueueUrl", url(existing(Members.text(in, "QueueName")))));
    operations.put("ListQueues", this::listQueues);
    operations.put("GetQueueAttributes", this::getQueueAttributes);
    operations.put("SetQueueAttributes", this::setQueueAttributes);
    operations.put("SendMessage", in -> send(queue(in), List.of(in)).getFirst());
    operations.put("SendMessageBatch", in -> batch("SendMessageBatch", in, this::sendEntries));
    operations.put("ReceiveMessage", this::receiveMessage);
    operations.put(
        "DeleteMessage",
        in -> done(() -> queues.delete(queue(in), List.of(Members.text(in, "ReceiptHandle")))));
    operations.put(
        "DeleteMessageBatch", in -> batch("DeleteMessageBatch", in, this::deleteEntries));
    operations.put("ChangeMessageVisibility", in -> done(() -> changeVisibility(queue(in), in)));
    operations.put(
        "ChangeMessageVisibilityBatch",
        in -> batch("ChangeMessageVisibilityBatch", in, each(this::changeVisibility)));
    operations.put("PurgeQueue", in -> done(() -> queues.purge(queue(in))));
    operations.put("ListDeadLetterSourceQueues", this::listDeadLetterSourceQueues);
    operations.put("ListQueueTags", in -> Map.of("Tags", Map.of()));
    operations.put("StartMessageMoveTask", moves::start);
    operations.put("ListMessageMoveTasks", moves::list);
    this.protocol = JsonProtocol.queryCompatible("1.0", operations);
  }

  @Override
  public String signingName() {
    return "sqs";
  }

  @Override
  public AwsResponse answer(AwsRequest request) {
    return protocol.answer(request);
  }

  /** A queue's URL. */
  public String url(String name) {
    return endpoint.get() + "/" + Arns.ACCOUNT + "/" + name;
  }

  private static Map<String, Object> done(Runnable work) {
    work.run();
    return Map.of();
  }

  private String queue(Map<String, Object> in) {
    String url = Members.text(in, "QueueUrl");
    return existing(url.substring(url.lastIndexOf('/') + 1));
  }

  private String existing(String name) {
    queues.settings(name);
    return name;
  }

  private Map<String, Object> createQueue(Map<String, Object> in) {
    String name = Members.text(in, "QueueName");
    Map<String, String> attributes = texts(Members.object(in, "Attributes"));
    if (queues.names().contains(name)) {
      Map<String, String> standing = queues.settings(name).all();
      attributes.forEach((attribute, value) -> same(attribute, value, standing.get(attribute)));
    } else {
      queues.put(name, attributes);
    }
    return Map.of("QueueUrl", url(name));
  }

  private static void same(String attribute, String value, String standing) {
    if (!value.equals(standing)) {
      throw new AwsException(
          "QueueNameExists",
          "A queue already exists with the same name and a different value for attribute "
              + attribute);
    }
  }

  private static Map<String, String> texts(Map<String, Object> values) {
    Map<String, String> texts = new HashMap<>();
    values.forEach((name, value) -> texts.put(name, value.toString()));
    return texts;
  }

  private Map<String, Object> listQueues(Map<String, Object> in) {
    String prefix = Members.text(in, "QueueNamePrefix", "");
    List<String> urls =
        queues.names().stream().filter(name -> name.startsWith(prefix)).map(this::url).toList();
    return urls.isEmpty() ? Map.of() : Map.of("QueueUrls", urls);
  }

  private Map<String, Object> getQueueAttributes(Map<String, Object> in) {
    String name = queue(in);
    long[] counts = queues.counts(name);
    Map<String, Object> all = new LinkedHashMap<>(queues.settings(name).all());
    all.put("QueueArn", QueueSettings.arn(name));
    all.put("ApproximateNumberOfMessages", Long.toString(counts[0]));
    all.put("ApproximateNumberOfMessagesNotVisible", Long.toString(counts[1]));
    all.put("ApproximateNumberOfMessagesDelayed", Long.toString(counts[2]));
    List<?> wanted = Members.list(in, "AttributeNames");
    if (!wanted.contains("All")) {
      all.keySet().retainAll(wanted);
    }
    return all.isEmpty() ? Map.of() : Map.of("Attributes", all);
  }

  private Map<String, Object> setQueueAttributes(Map<String, Object> in) {
    String name = queue(in);
    Map<String, String> attributes = new HashMap<>(queues.settings(name).attributes());
    attributes.putAll(texts(Members.object(in, "Attributes")));
    queues.put(name, attributes);
    return Map.of();
  }

  private List<Map<String, Object>> send(String queue, List<Map<String, Object>> entries) {
    List<Outgoing> messages = entries.stream().map(entry -> outgoing(queue, entry)).toList();
    queues.send(queue, messages);
    return messages.stream().map(SqsService::sent).toList();
  }

  private Outgoing outgoing(String queue, Map<String, Object> entry) {
    String body = Members.text(entry, "MessageBody");
    Map<String, Object> attributes = Members.object(entry, "MessageAttributes");
    int size = MessageRules.size(body, attributes);
    MessageRules.check(body, attributes, size, queues.settings(queue).maximumSize());
    Outgoing message = Outgoing.of(body, attributes);
    if (!entry.containsKey("DelaySeconds")) {
      return message;
    }
    long delay = Members.number(entry, "DelaySeconds", 0);
    if (delay < 0 || delay > LONGEST_DELAY) {
      throw invalid("DelaySeconds", delay, "DelaySeconds must be >= 0 and <= 900.");
    }
    return new Outgoing(message.messageId(), body, attributes, Duration.ofSeconds(delay));
  }

  private static AwsException invalid(String parameter, long value, String reason) {
    return new AwsException(
        "InvalidParameterValue",
        "Value %d for parameter %s is invalid. Reason: %s".formatted(value, parameter, reason));
  }

  private static Map<String, Object> sent(Outgoing message) {
    Map<String, Object> sent = new LinkedHashMap<>();
    sent.put("MessageId", message.messageId());
    sent.put("MD5OfMessageBody", Digests.ofBody(message.body()));
    if (!message.attributes().isEmpty()) {
      sent.put("MD5OfMessageAttributes", Digests.ofAttributes(message.attributes()));
    }
    return sent;
  }

  private interface Entries {
    void work(
        String queue,
        List<Map<String, Object>> entries,
        List<Object> successful,
        List<Object> failed);
  }

  private Map<String, Object> batch(String operation, Map<String, Object> in, Entries work) {
    String queue = queue(in);
    List<Map<String, Object>> entries =
        Members.list(in, "Entries").stream().map(Json::object).toList();
    if (entries.isEmpty()) {
      throw new AwsException(
          "EmptyBatchRequest",
          "There should be at least one " + operation + "RequestEntry in the request.");
    }
    if (entries.size() > MOST_ENTRIES) {
      throw new AwsException(
          "TooManyEntriesInBatchRequest",
          "Maximum number of entries per request are 10. You have sent " + entries.size() + ".");
    }
    Set<Object> ids = new HashSet<>();
    entries.forEach(
        entry -> {
          MessageRules.checkBatchId(Members.text(entry, "Id"));
          if (!ids.add(entry.get("Id"))) {
            throw new AwsException(
                "BatchEntryIdsNotDistinct", "Id " + entry.get("Id") + " repeated.");
          }
        });
    List<Object> successful = new ArrayList<>();
    List<Object> failed = new ArrayList<>();
    work.work(queue, entries, successful, failed);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("Successful", successful);
    result.put("Failed", failed);
    return result;
  }

  private void sendEntries(
      String queue,
      List<Map<String, Object>> entries,
      List<Object> successful,
      List<Object> failed) {
    int total = 0;
    for (Map<String, Object> entry : entries) {
      total +=
          MessageRules.size(
              Members.text(entry, "MessageBody"), Members.object(entry, "MessageAttributes"));
    }
    if (total > MessageRules.LARGEST) {
      throw new AwsException(
          "BatchRequestTooLong",
          "Batch requests cannot be longer than 1048576 bytes. You have sent " + total + " bytes.");
    }
    List<Map<String, Object>> taken = new ArrayList<>();
    List<Outgoing> messages = new ArrayList<>();
    each((name, entry) -> {
          messages.add(outgoing(name, entry));
          taken.add(entry);
        })
        .work(queue, entries, new ArrayList<>(), failed);
    queues.send(queue, messages);
    for (int i = 0; i < taken.size(); i++) {
      successful.add(withId(taken.get(i), sent(messages.get(i))));
    }
  }

  private static Map<String, Object> withId(Map<String, Object> entry, Map<String, Object> result) {
    Map<String, Object> with = new LinkedHashMap<>(result);
    with.put("Id", entry.get("Id"));
    return with;
  }

  /** Does each entry alone: one that is refused fails alone. */
  private static Entries each(java.util.function.BiConsumer<String, Map<String, Object>> work) {
    return (queue, entries, successful, failed) -> {
      for (Map<String, Object> entry : entries) {
        try {
          work.accept(queue, entry);
          successful.add(Map.of("Id", entry.get("Id")));
        } catch (AwsException e) {
          failed.add(
              Map.of(
                  "Id",
                  entry.get("Id"),
                  "SenderFault",
                  true,
                  "Code",
                  e.code(),
                  "Message",
                  e.getMessage()));
        }
      }
    };
  }

  private void deleteEntries(
      String queue,
      List<Map<String, Object>> entries,
      List<Object> successful,
      List<Object> failed) {
    List<String> handles = new ArrayList<>();
    each((_, entry) -> {
          String handle = Members.text(entry, "ReceiptHandle");
          MessageTable.Handle.parse(handle);
          handles.add(handle);
        })
        .work(queue, entries, successful, failed);
    queues.delete(queue, handles);
  }

  private void changeVisibility(String queue, Map<String, Object> in) {
    Duration hidden = visibility(Members.number(in, "VisibilityTimeout", -1));
    queues.changeVisibility(queue, Members.text(in, "ReceiptHandle"), hidden);
  }

  private static Duration visibility(long seconds) {
    if (seconds < 0 || seconds > Queues.LONGEST_VISIBILITY.toSeconds()) {
      throw invalid("VisibilityTimeout", seconds, "Must be between 0 and 43200, if provided.");
    }
    return Duration.ofSeconds(seconds);
  }

  private Map<String, Object> receiveMessage(Map<String, Object> in) {
    String queue = queue(in);
    long most = Members.number(in, "MaxNumberOfMessages", 1);
    if (most < 1 || most > MOST_ENTRIES) {
      throw invalid("MaxNumberOfMessages", most, "Must be between 1 and 10, if provided.");
    }
    long wait =
        Members.number(in, "WaitTimeSeconds", queues.settings(queue).waitTime().toSeconds());
    if (wait < 0 || wait > LONGEST_WAIT) {
      throw invalid("WaitTimeSeconds", wait, "Must be >= 0 and <= 20, if provided.");
    }
    Duration visibility =
        in.containsKey("VisibilityTimeout")
            ? visibility(Members.number(in, "VisibilityTimeout", 0))
            : null;
    try {
      List<Message> messages =
          queues.receive(queue, (int) most, Duration.ofSeconds(wait), visibility);
      List<Map<String, Object>> received =
          messages.stream().map(message -> MessageRules.received(message, in)).toList();
      return received.isEmpty() ? Map.of() : Map.of("Messages", received);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Map.of();
    }
  }

  private Map<String, Object> listDeadLetterSourceQueues(Map<String, Object> in) {
    String arn = QueueSettings.arn(queue(in));
    Function<String, Boolean> leadsThere =
        name ->
            queues
                .settings(name)
                .redrive()
                .filter(redrive -> redrive.deadLetterArn().equals(arn))
                .isPresent();
    return Map.of(
        "queueUrls", queues.names().stream().filter(leadsThere::apply).map(this::url).toList());
  }
}

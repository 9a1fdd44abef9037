package dev.patchbay.local.aws.sns;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.iam.Authority;
import dev.patchbay.local.aws.iam.Principal;
import dev.patchbay.local.aws.iam.ServiceCalls;
import dev.patchbay.local.aws.sqs.Outgoing;
import dev.patchbay.local.aws.sqs.Queues;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The topics and their subscriptions, in process. They are in memory: the template makes them anew
 * at each start. What is published is in the queues of its subscriptions, on disk, on return.
 * Thread-safe.
 */
public final class Topics {
  /**
   * Of a message with its attributes (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html).
   */
  public static final int LARGEST = 262_144;

  /**
   * A queue that gets what a topic gets.
   *
   * @param raw without SNS's envelope
   * @param deadLetterQueue name, or null
   */
  record Subscription(
      String arn,
      String topicArn,
      String queue,
      boolean raw,
      FilterPolicy filter,
      String deadLetterQueue) {}

  /** What is published. */
  public record Publication(
      String messageId, String message, String subject, Map<String, Object> attributes) {
    /** One with a new id and nothing but a message. */
    public static Publication of(String message) {
      return new Publication(UUID.randomUUID().toString(), message, null, Map.of());
    }

    int size() {
      return Queues.size(message, attributes);
    }
  }

  private final Queues queues;
  private final InstantSource clock;
  private final Authority authority;
  private final Set<String> topics = new java.util.concurrent.ConcurrentSkipListSet<>();
  private final SortedMap<String, Subscription> subscriptions = new ConcurrentSkipListMap<>();

  /**
   * @param authority which says what a topic may send to
   */
  public Topics(Queues queues, InstantSource clock, Authority authority) {
    this.queues = queues;
    this.authority = authority;
    this.clock = clock;
  }

  /** Creates a topic; gives its ARN. */
  public String put(String name) {
    if (!name.matches("[A-Za-z0-9_-]{1,256}")) {
      throw new AwsException("InvalidParameter", "Invalid parameter: Topic Name");
    }
    String arn = Arns.of("sns", name);
    topics.add(arn);
    return arn;
  }

  Collection<String> arns() {
    return topics;
  }

  /** Whether a topic of this ARN exists. */
  public boolean exists(String arn) {
    return topics.contains(arn);
  }

  void require(String arn) {
    if (!topics.contains(arn)) {
      throw new AwsException("NotFound", "Topic does not exist", 404);
    }
  }

  /** Subscribes a queue; gives the subscription's ARN. */
  String subscribe(
      String topicArn, String queueArn, boolean raw, FilterPolicy filter, String deadLetterArn) {
    require(topicArn);
    for (Subscription subscription : subscriptions.values()) {
      if (subscription.topicArn().equals(topicArn)
          && subscription.queue().equals(Arns.name(queueArn))) {
        return subscription.arn();
      }
    }
    String arn = topicArn + ":" + UUID.randomUUID();
    String deadLetters = deadLetterArn == null ? null : Arns.name(deadLetterArn);
    subscriptions.put(
        arn, new Subscription(arn, topicArn, Arns.name(queueArn), raw, filter, deadLetters));
    return arn;
  }

  void unsubscribe(String arn) {
    subscriptions.remove(arn);
  }

  Collection<Subscription> subscriptions() {
    return subscriptions.values();
  }

  /** Refuses what SNS would not take. */
  void check(Publication publication) {
    if (publication.message().isEmpty()) {
      throw new AwsException("InvalidParameter", "Invalid parameter: Empty message");
    }
    if (publication.subject() != null
        && !publication.subject().matches("[^\\p{Cntrl}\\s][^\\p{Cntrl}]{0,99}")) {
      throw new AwsException("InvalidParameter", "Invalid parameter: Subject");
    }
    if (publication.size() > LARGEST) {
      throw new AwsException("InvalidParameter", "Invalid parameter: Message too long");
    }
  }

  /**
   * Puts a publication into the queues of a topic within a transaction of the caller's, who wakes
   * the queues named in the answer after it.
   */
  public Set<String> insert(Connection in, String topicArn, Publication publication)
      throws SQLException {
    Set<String> reached = new TreeSet<>();
    for (Subscription subscription : subscriptions.values()) {
      if (subscription.topicArn().equals(topicArn) && subscription.filter().takes(publication)) {
        insert(in, subscription, publication).ifPresent(reached::add);
      }
    }
    return reached;
  }

  /**
   * The queue that got it; a queue that refuses it is not asked again, as on AWS. A raw message
   * with more than ten attributes is refused by every queue.
   */
  private Optional<String> insert(Connection in, Subscription subscription, Publication publication)
      throws SQLException {
    Outgoing message =
        subscription.raw()
            ? Outgoing.of(publication.message(), publication.attributes())
            : Outgoing.of(envelope(subscription, publication), Map.of());
    boolean stands = queues.exists(Arns.of("sqs", subscription.queue()));
    if (!stands && subscription.deadLetterQueue() == null) {
      throw new AwsException(
          "EndpointDisabled",
          "the queue " + subscription.queue() + " of a subscription does not exist");
    }
    for (String queue : stands ? ways(subscription) : List.of(subscription.deadLetterQueue())) {
      boolean fits = queues.fault(queue, message.body(), message.attributes()).isEmpty();
      if (fits && mayFill(queue, subscription)) {
        queues.insert(in, queue, List.of(message));
        return Optional.of(queue);
      }
    }
    return Optional.empty();
  }

  private static List<String> ways(Subscription subscription) {
    return subscription.deadLetterQueue() == null
        ? List.of(subscription.queue())
        : List.of(subscription.queue(), subscription.deadLetterQueue());
  }

  private boolean mayFill(String queue, Subscription subscription) {
    return ServiceCalls.mayAct(
        authority,
        new Principal.Service("sns.amazonaws.com", subscription.topicArn()),
        "sqs:SendMessage",
        Arns.of("sqs", queue));
  }

  /**
   * SNS's envelope (https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html).
   */
  private String envelope(Subscription subscription, Publication publication) {
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("Type", "Notification");
    envelope.put("MessageId", publication.messageId());
    envelope.put("TopicArn", subscription.topicArn());
    if (publication.subject() != null) {
      envelope.put("Subject", publication.subject());
    }
    envelope.put("Message", publication.message());
    envelope.put(
        "Timestamp", clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MILLIS).toString());
    envelope.put("SignatureVersion", "1");
    envelope.put("Signature", "unsigned-on-the-laptop");
    envelope.put(
        "SigningCertURL", "https://sns.us-east-1.amazonaws.com/unsigned-on-the-laptop.pem");
    envelope.put(
        "UnsubscribeURL",
        "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn="
            + subscription.arn());
    if (!publication.attributes().isEmpty()) {
      Map<String, Object> attributes = new LinkedHashMap<>();
      publication
          .attributes()
          .forEach(
              (name, value) -> {
                Map<String, Object> attribute = Json.object(value);
                attributes.put(
                    name,
                    Map.of(
                        "Type", attribute.get("DataType"),
                        "Value",
                            attribute.getOrDefault(
                                "StringValue", attribute.getOrDefault("BinaryValue", ""))));
              });
      envelope.put("MessageAttributes", attributes);
    }
    return Json.write(envelope);
  }

  Queues queues() {
    return queues;
  }
}

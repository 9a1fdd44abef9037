package dev.patchbay.local.aws.sqs;

import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.iam.Permissions;
import dev.patchbay.local.aws.iam.Policy;
import dev.patchbay.local.clock.HubClock;
import dev.patchbay.local.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The queues, in process: what SQS's protocol, topics and event source mappings share. Thread-safe.
 */
public final class Queues {
  /** The longest that a message may be hidden, from its first receive. */
  static final Duration LONGEST_VISIBILITY = Duration.ofHours(12);

  private static final Duration SWEEP = Duration.ofMinutes(10);

  private final Store store;
  private final HubClock clock;
  private final Permissions permissions;
  private final SortedMap<String, QueueSettings> queues = new ConcurrentSkipListMap<>();
  private final Map<String, Arrivals> arrivals = new ConcurrentHashMap<>();
  private final MessageTable table = new MessageTable();

  /**
   * @param permissions which know each queue's policy
   */
  public Queues(Store store, HubClock clock, Permissions permissions) {
    this.permissions = permissions;
    this.store = store;
    this.clock = clock;
    store.define(MessageTable.DEFINITIONS);
    store.write(
        in -> {
          table
              .queues(in)
              .forEach((name, attributes) -> queues.put(name, new QueueSettings(attributes)));
          return table.release(in, clock.millis());
        });
    queues.forEach((name, it) -> permissions.replace(QueueSettings.arn(name), it.policy()));
    clock.at(clock.instant().plus(SWEEP), this::sweep);
  }

  /** Creates a queue, or gives one that stands new attributes; its messages stay. */
  public void put(String name, Map<String, String> attributes) {
    if (!name.matches("[A-Za-z0-9_-]{1,80}")) {
      throw new AwsException(
          "InvalidParameterValue",
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }
    QueueSettings settings = new QueueSettings(attributes);
    Optional<Policy> policy = settings.policy();
    store.write(in -> table.putQueue(in, name, settings.attributes()));
    queues.put(name, settings);
    permissions.replace(QueueSettings.arn(name), policy);
  }

  /** Deletes a queue with its messages. */
  void delete(String name) {
    settings(name);
    store.write(in -> table.deleteQueue(in, name));
    queues.remove(name);
    permissions.replace(QueueSettings.arn(name), Optional.empty());
  }

  /** Epoch milliseconds of the hub's clock. */
  long now() {
    return clock.millis();
  }

  /** The names of all queues. */
  public Collection<String> names() {
    return queues.keySet();
  }

  /** A queue's attributes; refuses a queue that does not exist. */
  QueueSettings settings(String name) {
    QueueSettings settings = queues.get(name);
    if (settings == null) {
      throw new AwsException("QueueDoesNotExist", "The specified queue does not exist.");
    }
    return settings;
  }

  /** Whether an ARN is that of a queue that exists. */
  public boolean exists(String arn) {
    return arn.startsWith("arn:aws:sqs:") && queues.containsKey(Arns.name(arn));
  }

  /** What SQS would say against a message that another service sends; empty where it takes it. */
  public Optional<String> fault(String name, String body, Map<String, Object> attributes) {
    try {
      int size = MessageRules.size(body, attributes);
      MessageRules.check(body, attributes, size, settings(name).maximumSize());
      return Optional.empty();
    } catch (AwsException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Sends messages; they are on disk on return. */
  public void send(String name, List<Outgoing> messages) {
    store.write(
        in -> {
          insert(in, name, messages);
          return null;
        });
    arrived(name);
  }

  /** Sends within a transaction of the caller's, who calls {@link #arrived} after it. */
  public void insert(Connection in, String name, List<Outgoing> messages) throws SQLException {
    QueueSettings settings = settings(name);
    Instant now = clock.instant();
    for (Outgoing message : messages) {
      Duration delay = message.delay() == null ? settings.delay() : message.delay();
      table.insert(in, name, message, now.toEpochMilli(), now.plus(delay).toEpochMilli());
    }
  }

  /** Wakes those who wait for messages of a queue. */
  public void arrived(String name) {
    arrivals(name).signal();
  }

  private Arrivals arrivals(String name) {
    return arrivals.computeIfAbsent(name, _ -> new Arrivals());
  }

  /**
   * Receives messages, waiting for the first.
   *
   * @param most 1 to 10000; SQS's own protocol allows 10
   * @param visibility null for the queue's own
   * @return empty when none came in time
   */
  public List<Message> receive(String name, int most, Duration wait, Duration visibility)
      throws InterruptedException {
    QueueSettings settings = settings(name);
    Duration hidden = visibility == null ? settings.visibility() : visibility;
    long until = System.nanoTime() + wait.toNanos();
    while (true) {
      long seen = arrivals(name).count();
      List<Message> messages = claim(name, settings, most, hidden);
      long left = (until - System.nanoTime()) / 1_000_000;
      if (!messages.isEmpty() || left <= 0) {
        return messages;
      }
      nextDue(name);
      arrivals(name).await(seen, left);
    }
  }

  /** Has the clock wake the waiting when the next hidden or delayed message falls due. */
  private void nextDue(String name) {
    Long due = store.write(in -> table.nextVisible(in, name, clock.millis()));
    if (due != null) {
      wake(name, due);
    }
  }

  /** One timer at a time for each queue, the earliest: who is woken asks for the next. */
  private void wake(String name, long due) {
    if (arrivals(name).isEarliest(due)) {
      clock.at(
          Instant.ofEpochMilli(due),
          () -> {
            arrivals(name).rang(due);
            arrived(name);
          });
    }
  }

  private List<Message> claim(String name, QueueSettings settings, int most, Duration hidden) {
    long now = clock.millis();
    long sentAfter = now - settings.retention().toMillis();
    Set<String> buried = new TreeSet<>();
    List<Message> claimed =
        store.write(
            in -> {
              List<Message> messages = new ArrayList<>();
              List<MessageTable.Row> rows;
              do {
                rows = table.visible(in, name, now, sentAfter, most);
                for (MessageTable.Row row : rows) {
                  if (settings.redrive().filter(redrive -> isSpent(row, redrive)).isPresent()) {
                    String deadLetters = Arns.name(settings.redrive().get().deadLetterArn());
                    table.move(in, row.id(), deadLetters, now);
                    buried.add(deadLetters);
                  } else {
                    messages.add(table.claim(in, row, now, now + hidden.toMillis()));
                  }
                }
              } while (messages.isEmpty() && !rows.isEmpty());
              return messages;
            });
    buried.forEach(this::arrived);
    if (!claimed.isEmpty()) {
      wake(name, now + hidden.toMillis()); // others may wait for what is not deleted in time
    }
    return claimed;
  }

  private boolean isSpent(MessageTable.Row row, QueueSettings.Redrive redrive) {
    return row.receives() >= redrive.maxReceiveCount() && exists(redrive.deadLetterArn());
  }

  /** Deletes a message that was received; one that is gone already is no error. */
  public void delete(String name, List<String> receiptHandles) {
    settings(name);
    List<MessageTable.Handle> handles =
        receiptHandles.stream().map(MessageTable.Handle::parse).toList();
    store.write(
        in -> {
          for (MessageTable.Handle handle : handles) {
            table.delete(in, name, handle);
          }
          return null;
        });
  }

  /** Hides a message that was received, from now on. */
  public void changeVisibility(String name, String receiptHandle, Duration hidden) {
    settings(name);
    MessageTable.Handle handle = MessageTable.Handle.parse(receiptHandle);
    long now = clock.millis();
    store.write(
        in -> {
          MessageTable.Row row = table.find(in, name, handle);
          if (row == null || row.visible() <= now) {
            throw new AwsException(
                "MessageNotInflight", "The message referred to isn't in flight or does not exist.");
          }
          if (now + hidden.toMillis() > row.first() + LONGEST_VISIBILITY.toMillis()) {
            throw new AwsException(
                "InvalidParameterValue",
                "Value %d for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]."
                    .formatted(hidden.toSeconds()));
          }
          table.hide(in, row.id(), now + hidden.toMillis());
          return null;
        });
    arrived(name);
  }

  /** Bytes of a message as SQS, and SNS too, counts them. */
  public static int size(String body, Map<String, Object> attributes) {
    return MessageRules.size(body, attributes);
  }

  /** How many messages lie visible, hidden by a receive, and delayed. */
  public long[] counts(String name) {
    settings(name);
    long now = clock.millis();
    return store.write(in -> table.counts(in, name, now));
  }

  /**
   * When the oldest message was sent that was received three times at most: those received more
   * often do not count for SQS's own age of the oldest message either. Empty where there is none.
   */
  public Optional<Instant> oldest(String name) {
    settings(name);
    Long sent = store.write(in -> table.oldest(in, name));
    return Optional.ofNullable(sent).map(Instant::ofEpochMilli);
  }

  /** The newest messages of a queue, newest first, visible or not; they stay as they are. */
  public List<Message> look(String name, int most) {
    settings(name);
    return store.write(in -> table.newest(in, name, most));
  }

  void purge(String name) {
    settings(name);
    store.write(in -> table.purge(in, name));
  }

  /** Moves all messages of one queue to another, keeping their ids; gives how many. */
  int moveAll(String from, String to) {
    settings(from);
    settings(to);
    long now = clock.millis();
    int moved = store.write(in -> table.moveAll(in, from, to, now));
    arrived(to);
    return moved;
  }

  /** Messages older than their queue keeps them are gone. */
  private void sweep() {
    long now = clock.millis();
    queues.forEach(
        (name, settings) ->
            store.writeLater(in -> table.expire(in, name, now - settings.retention().toMillis())));
    clock.at(clock.instant().plus(SWEEP), this::sweep);
  }

  /** Lets receivers wait for what was sent after they looked. */
  private static final class Arrivals {
    private long count;
    private long due = Long.MAX_VALUE;

    /**
     * Whether a time comes before the one for which a timer stands; it then stands for this one.
     */
    synchronized boolean isEarliest(long time) {
      if (time >= due) {
        return false;
      }
      due = time;
      return true;
    }

    synchronized void rang(long time) {
      if (time == due) {
        due = Long.MAX_VALUE;
      }
    }

    synchronized long count() {
      return count;
    }

    synchronized void signal() {
      count++;
      notifyAll();
    }

    synchronized void await(long seen, long millis) throws InterruptedException {
      if (count == seen) {
        wait(millis);
      }
    }
  }
}

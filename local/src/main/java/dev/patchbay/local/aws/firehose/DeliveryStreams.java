package dev.patchbay.local.aws.firehose;

import dev.patchbay.core.log.Log;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.iam.Authority;
import dev.patchbay.local.aws.iam.Decision;
import dev.patchbay.local.aws.iam.Principal;
import dev.patchbay.local.aws.iam.Question;
import dev.patchbay.local.aws.iam.ServiceCalls;
import dev.patchbay.local.aws.s3.S3Service;
import dev.patchbay.local.clock.HubClock;
import dev.patchbay.local.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.GZIPOutputStream;

/**
 * The Firehose streams, in process. They are in memory, made by the template at each start; what is
 * put is on disk on return, and in S3 once the stream's interval has passed or its buffer is full.
 * Thread-safe.
 */
public final class DeliveryStreams {
  /** https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecord.html */
  public static final int LARGEST = 1000 * 1024;

  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Store store;
  private final HubClock clock;
  private final S3Service s3;
  private final Authority authority;
  private final RecordTable records;
  private final SortedMap<String, DeliveryStream> streams = new ConcurrentSkipListMap<>();

  /**
   * @param authority which says what a stream's role may write
   */
  public DeliveryStreams(Store store, HubClock clock, S3Service s3, Authority authority) {
    this.store = store;
    this.clock = clock;
    this.s3 = s3;
    this.authority = authority;
    this.records = new RecordTable(store);
  }

  /** Declares a stream; what came in a former run is written in its time. */
  void put(DeliveryStream stream) {
    ObjectKey.of(stream, clock.instant()); // refuses a prefix that it cannot make
    streams.put(stream.name(), stream);
    RecordTable.Backlog backlog = store.write(in -> records.backlog(in, stream.name()));
    if (backlog != null) {
      flushAt(stream, backlog.since().plus(stream.interval()));
    }
  }

  Collection<DeliveryStream> all() {
    return streams.values();
  }

  DeliveryStream require(String name) {
    DeliveryStream stream = streams.get(name);
    if (stream == null) {
      throw new AwsException(
          "ResourceNotFoundException",
          "Firehose %s under account %s not found."
              .formatted(name, dev.patchbay.local.aws.Arns.ACCOUNT));
    }
    return stream;
  }

  private static String name(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /** Whether a stream of this ARN exists. */
  public boolean exists(String arn) {
    return streams.containsKey(name(arn));
  }

  /** Puts records, on disk on return. */
  void put(DeliveryStream stream, List<byte[]> all) {
    store.write(
        in -> {
          for (byte[] bytes : all) {
            insert(in, stream, bytes);
          }
          return null;
        });
  }

  /** Puts a record within a transaction of the caller's. */
  public void insert(Connection in, String arn, String record) throws SQLException {
    insert(in, streams.get(name(arn)), record.getBytes(StandardCharsets.UTF_8));
  }

  private void insert(Connection in, DeliveryStream stream, byte[] bytes) throws SQLException {
    Instant now = clock.instant();
    boolean isFirst = records.backlog(in, stream.name()) == null;
    records.insert(in, stream.name(), now, bytes);
    if (isFirst) {
      flushAt(stream, now.plus(stream.interval()));
    } else if (records.backlog(in, stream.name()).bytes() >= stream.bytes()) {
      flushAt(stream, now);
    }
  }

  /** Off the clock's thread, which must not wait for the disk. */
  private void flushAt(DeliveryStream stream, Instant time) {
    clock.at(time, () -> Thread.ofVirtual().start(() -> flush(stream)));
  }

  private void flush(DeliveryStream stream) {
    try {
      boolean more = store.write(in -> flush(in, stream));
      if (more) {
        flushAt(stream, clock.instant());
      }
    } catch (RuntimeException e) {
      Log.error("archived events not written yet", e, "stream", stream.name());
      flushAt(stream, clock.instant().plus(AGAIN));
    }
  }

  /** Whether a whole buffer waits beyond the one that was written. */
  private boolean flush(Connection in, DeliveryStream stream) throws SQLException {
    List<RecordTable.Waiting> waiting = records.oldest(in, stream.name(), stream.bytes());
    if (waiting.isEmpty()) {
      return false;
    }
    String key = ObjectKey.of(stream, waiting.getFirst().at());
    mayWrite(stream, key);
    s3.put(in, stream.bucket(), key, bytes(stream, waiting));
    records.delete(in, stream.name(), waiting.getLast().number());
    RecordTable.Backlog left = records.backlog(in, stream.name());
    if (left != null && left.bytes() < stream.bytes()) {
      flushAt(stream, left.since().plus(stream.interval()));
    }
    return left != null && left.bytes() >= stream.bytes();
  }

  /** By the role that the stream takes for it. */
  private void mayWrite(DeliveryStream stream, String key) {
    Principal.Service firehose = new Principal.Service("firehose.amazonaws.com", stream.arn());
    Principal.Session session = new Principal.Session(stream.roleArn(), stream.name());
    Decision decision =
        authority.decide(Question.of(session, "s3:PutObject", stream.bucketArn() + "/" + key));
    if (!ServiceCalls.mayAct(authority, firehose, "sts:AssumeRole", stream.roleArn())
        || !decision.allowed()) {
      throw new AwsException(
          "AccessDenied", "the stream's role does not let it write to the bucket", 403);
    }
  }

  private static byte[] bytes(DeliveryStream stream, List<RecordTable.Waiting> waiting) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = stream.gzip() ? new GZIPOutputStream(bytes) : bytes) {
      for (RecordTable.Waiting record : waiting) {
        out.write(record.bytes());
        out.write(stream.delimiter().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}

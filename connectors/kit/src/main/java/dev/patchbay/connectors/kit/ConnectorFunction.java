package dev.patchbay.connectors.kit;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import dev.patchbay.connectors.kit.completion.Completer;
import dev.patchbay.connectors.kit.completion.DynamoCompletions;
import dev.patchbay.connectors.kit.delivery.BatchWorker;
import dev.patchbay.connectors.kit.destination.Destination;
import dev.patchbay.connectors.kit.digest.DynamoDigests;
import dev.patchbay.connectors.kit.ledger.DynamoLedger;
import dev.patchbay.connectors.kit.ledger.DynamoMemory;
import dev.patchbay.connectors.kit.queue.Queue;
import dev.patchbay.connectors.kit.queue.SqsEvents;
import dev.patchbay.connectors.kit.queue.SqsQueue;
import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.core.aws.AwsClients;
import dev.patchbay.core.bucket.BucketObjects;
import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.secret.AwsSecrets;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.secret.Secrets;
import dev.patchbay.core.setting.Once;
import dev.patchbay.core.setting.Settings;
import dev.patchbay.core.trace.Tracer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The function around a connector: takes a batch of its queue, makes its own deliveries of each
 * message, and answers which messages must come again.
 */
public abstract class ConnectorFunction implements RequestStreamHandler {
  /**
   * An event without messages: its way through the function loads what the first real one needs.
   */
  private static final byte[] NONE = "{\"Records\":[]}".getBytes(StandardCharsets.UTF_8);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final BatchWorker worker;
  private final Completer completer;

  /** A function whose surroundings the environment names, as {@code template.yaml} sets it. */
  protected ConnectorFunction(Connector connector) {
    this(connector, Settings.ofEnvironment());
  }

  private ConnectorFunction(Connector connector, Settings settings) {
    Clock clock = Clock.systemUTC();
    Once<DynamoDbClient> table = Once.of(() -> AwsClients.shared(DynamoDbClient.builder()).build());
    Secrets secrets =
        new AwsSecrets(
            Once.of(() -> AwsClients.shared(SecretsManagerClient.builder()).build()), clock);
    Once<Optional<Secret>> secret =
        Once.of(() -> secrets.current(Secrets.ofConnector(connector.name())));
    Thread aws = Once.begin(secret, table);
    ConnectorEntry entry =
        Catalog.of(settings)
            .connector(connector.name())
            .orElseThrow(
                () ->
                    new IllegalStateException("the catalog has no connector " + connector.name()));
    Queue queue =
        new SqsQueue(
            Once.of(() -> AwsClients.shared(SqsClient.builder()).build()),
            settings.queue(),
            settings.deadLetters());
    Destination destination =
        new Destination(
            connector,
            entry,
            secrets,
            new DynamoMemory(table, settings.ledger(), connector.name(), clock),
            clock);
    // Behind the secret: whoever wants it while it is on its way would ask for it again.
    Thread sender = Once.begin(secret, destination::connected);
    this.worker =
        BatchWorker.of(
            destination,
            new DynamoLedger(table, settings.ledger(), settings.ledgerKept(), clock),
            queue,
            new DynamoDigests(table, settings.ledger(), clock),
            () -> BucketObjects.of(settings),
            new Tracer(settings, clock),
            clock);
    this.completer =
        new Completer(entry, new DynamoCompletions(table, settings.ledger(), clock), queue);
    SqsEvents.write(work(NONE, () -> 0));
    await(aws, sender);
  }

  /**
   * Lambda may freeze a process that has started, for hours, until its first event comes; no call
   * must be under way then. Where the secret takes long to come, the first delivery waits for it.
   */
  private static void await(Thread... start) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      for (Thread thread : start) {
        thread.join(Duration.ofNanos(end - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public final void handleRequest(InputStream in, OutputStream out, Context context)
      throws IOException {
    out.write(SqsEvents.write(work(in.readAllBytes(), context::getRemainingTimeInMillis)));
  }

  private SQSBatchResponse work(byte[] event, LongSupplier remaining) {
    return completer.work(SqsEvents.read(event), deliveries -> worker.work(deliveries, remaining));
  }
}

package dev.patchbay.cli.cost;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.delivery.Timing;
import dev.patchbay.router.route.Route;
import dev.patchbay.router.route.RuleTarget;
import java.util.List;
import java.util.Map;

/** What one event uses on its way. */
final class EventCost {
  private static final double GIGABYTE = 1024.0 * 1024 * 1024;

  /** Of EventBridge, SNS and SQS: a request for each begun 64 KB. */
  private static final double CHUNK = 64 * 1024;

  private static final double API_CHUNK = 512 * 1024;
  private static final double DAYS_OF_MONTH = 30.4;

  /** What an event of more than this leaves in the bucket, as the webhook function does. */
  private static final double MOST_BYTES = 240 * 1024;

  /** CloudWatch's own, of each line. */
  private static final double LINE_OVERHEAD = 26;

  /** DynamoDB's own, of each item. */
  private static final double ITEM_OVERHEAD = 100;

  private static final int MOST_RECEIVED = 10;

  private final HubStack stack;
  private final Catalog catalog;
  private final Assumptions assumptions;

  EventCost(HubStack stack, Catalog catalog, Assumptions assumptions) {
    this.stack = stack;
    this.catalog = catalog;
    this.assumptions = assumptions;
  }

  /** What every event costs, taken by a route or not. */
  Usage accepted() {
    FunctionPlan webhook = stack.webhook();
    double size = of(Assumption.EVENT_SIZE);
    Usage usage =
        Usage.NONE
            .and(Part.API, Meter.API_REQUEST, chunks(size, API_CHUNK))
            .and(Part.INGEST, Meter.LAMBDA_REQUEST, 1)
            .and(
                Part.INGEST,
                webhook.second(),
                webhook.gigabytes() * of(Assumption.WEBHOOK_DURATION) / 1000)
            .and(Part.EGRESS, Meter.EGRESS_GB, of(Assumption.ANSWER_BYTES) / GIGABYTE)
            .and(logged(webhook, 1, 1))
            .and(published());
    return size + of(Assumption.ENVELOPE) > MOST_BYTES
        ? usage
            .and(Part.PAYLOADS, Meter.S3_PUT, 1)
            .and(Part.PAYLOADS, Meter.S3_GB_MONTH, months(size, stack.payloadDays()))
        : usage;
  }

  /** An event on the bus and in its archive. */
  private Usage published() {
    double bytes = onTheBus();
    Usage usage = Usage.NONE.and(Part.BUS, Meter.BUS_EVENT, chunks(bytes, CHUNK));
    return stack
        .archiveDays()
        .map(
            days ->
                usage
                    .and(Part.ARCHIVE, Meter.ARCHIVE_GB, bytes / GIGABYTE)
                    .and(Part.ARCHIVE, Meter.ARCHIVE_GB_MONTH, months(bytes, days)))
        .orElse(usage);
  }

  private double onTheBus() {
    return Math.min(MOST_BYTES, of(Assumption.EVENT_SIZE) + of(Assumption.ENVELOPE));
  }

  /** What it costs besides that a route takes the event. */
  Usage taken(Route route) {
    Usage usage = Usage.NONE.and(Part.TOPICS, Meter.TOPIC_PUBLISH, chunks(onTheBus(), CHUNK));
    for (String connector : route.connectors()) {
      List<Map<String, Object>> own =
          route.deliveries().stream()
              .filter(delivery -> connector.equals(delivery.get("connector")))
              .toList();
      usage = usage.and(delivered(catalog.connector(connector).orElseThrow(), own));
    }
    for (RuleTarget target : route.targets()) {
      usage = usage.and(handed(target));
    }
    return usage;
  }

  /** One message to a connector, and the deliveries that it makes of it. */
  private Usage delivered(ConnectorEntry entry, List<Map<String, Object>> deliveries) {
    FunctionPlan function = stack.function(entry.name());
    Usage usage = queued(function, deliveries.size());
    for (Map<String, Object> delivery : deliveries) {
      boolean isDigested = Timing.of(delivery).digest() != null;
      usage = usage.and(recorded(function, isDigested)).and(logged(function, 1, 0));
      if (!isDigested) {
        usage = usage.and(sent(entry));
      }
    }
    return entry.completion() == null
        ? usage
        : usage.and(calledBack(function).times(deliveries.size()));
  }

  /** A message's way through a queue and its function. */
  private Usage queued(FunctionPlan function, int deliveries) {
    double messages = Math.min(function.batchSize(), of(Assumption.BATCH));
    double received = Math.min(MOST_RECEIVED, messages);
    double bytes = onTheBus();
    double alone = of(Assumption.CONNECTOR_DURATION) * deliveries;
    double further = of(Assumption.DELIVERY_WORK) / Math.min(1, function.processor()) * deliveries;
    double starts = of(Assumption.STARTS) * of(Assumption.START_DURATION);
    double millis = alone + (messages - 1) * further + starts;
    return Usage.NONE
        .and(Part.QUEUES, Meter.QUEUE_REQUEST, chunks(bytes, CHUNK))
        .and(Part.QUEUES, Meter.QUEUE_REQUEST, chunks(received * bytes, CHUNK) / received)
        .and(Part.QUEUES, Meter.QUEUE_REQUEST, 1 / received)
        .and(Part.CONNECTORS, Meter.LAMBDA_REQUEST, 1 / messages)
        .and(Part.CONNECTORS, function.second(), function.gigabytes() * millis / 1000 / messages)
        .and(logged(function, 0, 1 / messages));
  }

  private Usage recorded(FunctionPlan function, boolean isDigested) {
    double bytes = of(Assumption.LEDGER_BYTES);
    double writes = of(isDigested ? Assumption.DIGEST_WRITES : Assumption.LEDGER_WRITES);
    double kept = months(bytes + ITEM_OVERHEAD, function.ledgerDays());
    Usage usage =
        Usage.NONE
            .and(Part.LEDGER, Meter.LEDGER_WRITE, writes * chunks(bytes, 1024))
            .and(Part.LEDGER, Meter.LEDGER_GB_MONTH, kept);
    return stack.backsUpLedger()
        ? usage.and(Part.LEDGER, Meter.LEDGER_BACKUP_GB_MONTH, kept)
        : usage;
  }

  private Usage sent(ConnectorEntry entry) {
    double size = of(Assumption.EVENT_SIZE);
    Usage usage =
        Usage.NONE.and(Part.EGRESS, Meter.EGRESS_GB, of(Assumption.DELIVERY_BYTES) / GIGABYTE);
    if (size + of(Assumption.ENVELOPE) > MOST_BYTES) {
      usage = usage.and(Part.PAYLOADS, Meter.S3_GET, 1);
    }
    return entry.request() != null && entry.request().publishes() != null
        ? usage.and(published())
        : usage;
  }

  /** What a destination that calls back adds: events of its own, of which one is the last word. */
  private Usage calledBack(FunctionPlan function) {
    return accepted()
        .times(of(Assumption.CALLBACKS))
        .and(Part.TOPICS, Meter.TOPIC_PUBLISH, 1)
        .and(queued(function, 1))
        .and(Part.LEDGER, Meter.LEDGER_WRITE, 1)
        .and(logged(function, 1, 0));
  }

  /**
   * Lines and, where Lambda adds its own, invocations; and what is traced of them.
   *
   * @param lines that the function writes
   * @param invocations that Lambda writes of
   */
  private Usage logged(FunctionPlan function, double lines, double invocations) {
    double bytes = lines * (of(Assumption.LOG_BYTES) + LINE_OVERHEAD);
    if (function.logsPlatform()) {
      bytes += invocations * of(Assumption.PLATFORM_LOG_BYTES);
    }
    Usage usage =
        Usage.NONE
            .and(Part.LOGS, Meter.LOG_GB, bytes / GIGABYTE)
            .and(Part.LOGS, Meter.LOG_GB_MONTH, months(bytes, stack.logDays()));
    return function.isTraced()
        ? usage.and(Part.TRACES, Meter.TRACE, invocations * of(Assumption.TRACED))
        : usage;
  }

  /** What Patchbay's rule costs by a target; what the target does then is the account's own. */
  private Usage handed(RuleTarget target) {
    double bytes = onTheBus();
    Meter meter =
        switch (target.kind()) {
          case "sqs" -> Meter.QUEUE_REQUEST;
          case "sns" -> Meter.TOPIC_PUBLISH;
          case "lambda" -> Meter.LAMBDA_REQUEST;
          case "states" -> Meter.STATE_TRANSITION;
          case "kinesis" -> Meter.KINESIS_RECORD;
          case "firehose" -> Meter.FIREHOSE_GB;
          case "logs" -> Meter.LOG_GB;
          case "bus" -> Meter.BUS_EVENT;
          case "api" -> Meter.API_DESTINATION_CALL;
          default -> throw new IllegalStateException("no price for a target " + target.kind());
        };
    double quantity =
        switch (meter) {
          case LAMBDA_REQUEST, STATE_TRANSITION -> 1;
          case KINESIS_RECORD -> chunks(bytes, 25 * 1024);
          case FIREHOSE_GB -> chunks(bytes, 5 * 1024) * 5 * 1024 / GIGABYTE;
          case LOG_GB -> (bytes + LINE_OVERHEAD) / GIGABYTE;
          default -> chunks(bytes, CHUNK);
        };
    return Usage.NONE.and(Part.TARGETS, meter, quantity);
  }

  private double of(Assumption assumption) {
    return assumptions.of(assumption);
  }

  private static double chunks(double bytes, double chunk) {
    return Math.max(1, Math.ceil(bytes / chunk));
  }

  /** Gigabytes times months. */
  private static double months(double bytes, double days) {
    return bytes / GIGABYTE * days / DAYS_OF_MONTH;
  }
}

package dev.patchbay.cli.cost;

/** A part of the hub that a bill names. */
public enum Part {
  API("API Gateway"),
  INGEST("Lambda, webhook function"),
  BUS("EventBridge"),
  ARCHIVE("EventBridge archive"),
  TOPICS("SNS"),
  QUEUES("SQS"),
  CONNECTORS("Lambda, connectors"),
  LEDGER("DynamoDB, the ledger"),
  PAYLOADS("S3, large payloads"),
  LOGS("CloudWatch logs"),
  METRICS("CloudWatch metrics"),
  ALARMS("CloudWatch alarms"),
  DASHBOARDS("CloudWatch dashboards"),
  TRACES("X-Ray"),
  EGRESS("data out to the internet"),
  SECRETS("Secrets Manager"),
  KEYS("KMS"),
  TARGETS("AWS targets of routes");

  private final String title;

  Part(String title) {
    this.title = title;
  }

  /** As people read it. */
  public String title() {
    return title;
  }
}

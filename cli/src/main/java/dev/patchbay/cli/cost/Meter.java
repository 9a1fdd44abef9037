package dev.patchbay.cli.cost;

import java.util.Locale;

/** Something that AWS counts and charges for; each has a price in the table. */
public enum Meter {
  API_REQUEST,
  LAMBDA_REQUEST,
  LAMBDA_ARM_GB_SECOND,
  LAMBDA_X86_GB_SECOND,
  BUS_EVENT,
  ARCHIVE_GB,
  ARCHIVE_GB_MONTH,
  API_DESTINATION_CALL,
  TOPIC_PUBLISH,
  QUEUE_REQUEST,
  LEDGER_WRITE,
  LEDGER_GB_MONTH,
  LEDGER_BACKUP_GB_MONTH,
  S3_PUT,
  S3_GET,
  S3_GB_MONTH,
  LOG_GB,
  LOG_GB_MONTH,
  METRIC,
  ALARM,
  COMPOSITE_ALARM,
  DASHBOARD,
  TRACE,
  EGRESS_GB,
  SECRET,
  SECRET_READ,
  KEY,
  KINESIS_RECORD,
  FIREHOSE_GB,
  STATE_TRANSITION;

  /** Its key in the price table. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package dev.patchbay.local.aws.parity;

import dev.patchbay.local.aws.LocalAws;
import java.util.List;
import java.util.Map;

/** What stands before the first call: on the laptop the template makes it, and at moto its API. */
final class Setting {
  static final String LOG_GROUP = "/aws/lambda/webhook";

  private Setting() {}

  static void of(LocalAws aws) {
    aws.create("AWS::Events::EventBus", "Bus", Map.of("Name", "bus"));
    aws.create(
        "AWS::Events::Archive",
        "Archive",
        Map.of(
            "ArchiveName",
            "archive",
            "SourceArn",
            "arn:aws:events:us-east-1:000000000000:event-bus/bus",
            "RetentionDays",
            30));
    aws.create("AWS::S3::Bucket", "Bucket", Map.of("BucketName", "payloads"));
    aws.create("AWS::Logs::LogGroup", "Logs", Map.of("LogGroupName", LOG_GROUP));
  }

  static void of(Clients moto) {
    moto.events().createEventBus(bus -> bus.name("bus"));
    moto.events()
        .createArchive(
            archive ->
                archive
                    .archiveName("archive")
                    .eventSourceArn(moto.arn("events", "event-bus/bus"))
                    .retentionDays(30));
    moto.s3().createBucket(bucket -> bucket.bucket("payloads"));
    moto.logs().createLogGroup(group -> group.logGroupName(LOG_GROUP));
  }

  /** As many letters. */
  static String letters(int count) {
    return "x".repeat(count);
  }

  /** The numbers from 0. */
  static List<Integer> to(int count) {
    return java.util.stream.IntStream.range(0, count).boxed().toList();
  }
}

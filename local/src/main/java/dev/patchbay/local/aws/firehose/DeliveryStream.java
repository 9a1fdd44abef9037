package dev.patchbay.local.aws.firehose;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.template.TemplateException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * A Firehose stream into S3.
 *
 * @param prefix of its objects' keys, with Firehose's own {@code !{…}}
 * @param extension of its objects' names
 * @param gzip whether they are compressed
 * @param delimiter after each record, or nothing
 * @param interval after which what has come is written
 * @param bytes after which it is written at once
 */
record DeliveryStream(
    String name,
    String bucketArn,
    String roleArn,
    String prefix,
    String extension,
    boolean gzip,
    String delimiter,
    Duration interval,
    long bytes) {

  /** What the laptop honours, or what changes nothing here. */
  private static final Set<String> KNOWN =
      Set.of(
          "BucketARN",
          "RoleARN",
          "Prefix",
          "ErrorOutputPrefix",
          "CompressionFormat",
          "FileExtension",
          "BufferingHints",
          "ProcessingConfiguration",
          "CloudWatchLoggingOptions");

  private static final String DELIMITER = "AppendDelimiterToRecord";

  /** One as a template declares it. */
  static DeliveryStream of(String id, String name, Map<String, Object> properties) {
    Map<String, Object> to = Members.object(properties, "ExtendedS3DestinationConfiguration");
    if (to.isEmpty() || !"DirectPut".equals(Members.text(properties, "DeliveryStreamType", ""))) {
      throw new TemplateException(id + ": the laptop's Firehose takes puts and writes to S3 only");
    }
    for (String property : to.keySet()) {
      if (!KNOWN.contains(property)) {
        throw new TemplateException("%s: the laptop's Firehose has no %s".formatted(id, property));
      }
    }
    String compression = Members.text(to, "CompressionFormat", "UNCOMPRESSED");
    if (!Set.of("GZIP", "UNCOMPRESSED").contains(compression)) {
      throw new TemplateException(id + ": the laptop's Firehose compresses by GZIP only");
    }
    Map<String, Object> hints = Members.object(to, "BufferingHints");
    boolean gzip = compression.equals("GZIP");
    return new DeliveryStream(
        name,
        Members.text(to, "BucketARN"),
        Members.text(to, "RoleARN"),
        Members.text(to, "Prefix", ""),
        Members.text(to, "FileExtension", gzip ? ".gz" : ""),
        gzip,
        delimiter(id, to),
        Duration.ofSeconds(Members.number(hints, "IntervalInSeconds", 300)),
        Members.number(hints, "SizeInMBs", 5) * 1024 * 1024);
  }

  private static String delimiter(String id, Map<String, Object> to) {
    Map<String, Object> processing = Members.object(to, "ProcessingConfiguration");
    String delimiter = "";
    for (Object each : Members.list(processing, "Processors")) {
      Map<String, Object> processor = Json.object(each);
      if (!DELIMITER.equals(processor.get("Type"))) {
        throw new TemplateException(
            "%s: the laptop's Firehose has no processor %s".formatted(id, processor.get("Type")));
      }
      delimiter = "\n";
      for (Object parameter : Members.list(processor, "Parameters")) {
        delimiter = Members.text(Json.object(parameter), "ParameterValue").replace("\\n", "\n");
      }
    }
    return Members.isTrue(processing, "Enabled") ? delimiter : "";
  }

  String arn() {
    return Arns.of("firehose", "deliverystream/" + name);
  }

  String bucket() {
    return bucketArn.substring(bucketArn.lastIndexOf(':') + 1);
  }
}

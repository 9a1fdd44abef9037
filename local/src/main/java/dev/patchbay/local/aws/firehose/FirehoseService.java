package dev.patchbay.local.aws.firehose;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.AwsRequest;
import dev.patchbay.local.aws.AwsResponse;
import dev.patchbay.local.aws.AwsService;
import dev.patchbay.local.aws.JsonProtocol;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.Physical;
import dev.patchbay.local.template.Provider;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Firehose's JSON protocol over the streams that the template makes. Thread-safe. */
public final class FirehoseService implements AwsService, Provider {
  /** https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
  private static final int MOST_RECORDS = 500;

  private static final int LARGEST_BATCH = 4 * 1024 * 1024;

  private final DeliveryStreams streams;
  private final JsonProtocol protocol;

  public FirehoseService(DeliveryStreams streams) {
    this.streams = streams;
    this.protocol =
        JsonProtocol.of(
            "1.1",
            Map.of(
                "PutRecord", this::putRecord,
                "PutRecordBatch", this::putRecordBatch,
                "DescribeDeliveryStream", this::describe,
                "ListDeliveryStreams", this::list));
  }

  @Override
  public String signingName() {
    return "firehose";
  }

  @Override
  public AwsResponse answer(AwsRequest request) {
    return protocol.answer(request);
  }

  @Override
  public Set<String> types() {
    return Set.of("AWS::KinesisFirehose::DeliveryStream");
  }

  @Override
  public Physical create(Declared resource) {
    String otherwise = resource.stack() + "-" + resource.logicalId();
    String name = Members.text(resource.properties(), "DeliveryStreamName", otherwise);
    DeliveryStream stream = DeliveryStream.of(resource.logicalId(), name, resource.properties());
    streams.put(stream);
    return new Physical(name, Map.of("Arn", stream.arn()));
  }

  private Map<String, Object> putRecord(Map<String, Object> in) {
    DeliveryStream stream = streams.require(Members.text(in, "DeliveryStreamName"));
    streams.put(stream, List.of(data(Members.object(in, "Record"))));
    return Map.of("RecordId", UUID.randomUUID().toString(), "Encrypted", true);
  }

  private Map<String, Object> putRecordBatch(Map<String, Object> in) {
    DeliveryStream stream = streams.require(Members.text(in, "DeliveryStreamName"));
    List<byte[]> records = new ArrayList<>();
    for (Object each : Members.list(in, "Records")) {
      records.add(data(Json.object(each)));
    }
    long bytes = records.stream().mapToLong(record -> record.length).sum();
    if (records.isEmpty() || records.size() > MOST_RECORDS || bytes > LARGEST_BATCH) {
      throw new AwsException(
          "InvalidArgumentException", "1 to 500 records and 4 MiB are allowed in a batch.");
    }
    streams.put(stream, records);
    return Map.of(
        "FailedPutCount",
        0,
        "Encrypted",
        true,
        "RequestResponses",
        records.stream().map(_ -> Map.of("RecordId", UUID.randomUUID().toString())).toList());
  }

  private static byte[] data(Map<String, Object> record) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(Members.text(record, "Data"));
    } catch (IllegalArgumentException e) {
      throw new AwsException("SerializationException", "Data is not base64");
    }
    if (bytes.length > DeliveryStreams.LARGEST) {
      throw new AwsException(
          "ValidationException",
          "1 validation error detected: Value at 'record.data' failed to satisfy constraint:"
              + " Member must have length less than or equal to 1024000");
    }
    return bytes;
  }

  private Map<String, Object> describe(Map<String, Object> in) {
    DeliveryStream stream = streams.require(Members.text(in, "DeliveryStreamName"));
    Map<String, Object> destination =
        Map.of(
            "BucketARN", stream.bucketArn(),
            "RoleARN", stream.roleArn(),
            "Prefix", stream.prefix(),
            "CompressionFormat", stream.gzip() ? "GZIP" : "UNCOMPRESSED",
            "BufferingHints",
                Map.of(
                    "IntervalInSeconds",
                    stream.interval().toSeconds(),
                    "SizeInMBs",
                    stream.bytes() / 1024 / 1024));
    return Map.of(
        "DeliveryStreamDescription",
        Map.of(
            "DeliveryStreamName",
            stream.name(),
            "DeliveryStreamARN",
            stream.arn(),
            "DeliveryStreamStatus",
            "ACTIVE",
            "DeliveryStreamType",
            "DirectPut",
            "VersionId",
            "1",
            "HasMoreDestinations",
            false,
            "Destinations",
            List.of(
                Map.of(
                    "DestinationId",
                    "destinationId-000000000001",
                    "ExtendedS3DestinationDescription",
                    destination))));
  }

  private Map<String, Object> list(Map<String, Object> in) {
    return Map.of(
        "DeliveryStreamNames",
        streams.all().stream().map(DeliveryStream::name).toList(),
        "HasMoreDeliveryStreams",
        false);
  }
}

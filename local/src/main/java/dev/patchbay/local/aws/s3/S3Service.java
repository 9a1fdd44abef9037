package dev.patchbay.local.aws.s3;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.AwsRequest;
import dev.patchbay.local.aws.AwsResponse;
import dev.patchbay.local.aws.AwsService;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.aws.Xml;
import dev.patchbay.local.clock.HubClock;
import dev.patchbay.local.store.Store;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.Physical;
import dev.patchbay.local.template.Provider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

/** S3's REST protocol, as far as large payloads and those who look at them need it. Thread-safe. */
public final class S3Service implements AwsService, Provider {
  private static final Duration SWEEP = Duration.ofHours(1);
  private static final int PAGE = 1000;

  private final ObjectTable objects;
  private final HubClock clock;

  /** Days for which each bucket keeps its objects, 0 for ever. */
  private final SortedMap<String, Long> buckets = new ConcurrentSkipListMap<>();

  public S3Service(Store store, HubClock clock) {
    this.objects = new ObjectTable(store);
    this.clock = clock;
    clock.at(clock.instant().plus(SWEEP), this::sweep);
  }

  @Override
  public String signingName() {
    return "s3";
  }

  @Override
  public Set<String> types() {
    return Set.of("AWS::S3::Bucket");
  }

  @Override
  public Physical create(Declared resource) {
    String name =
        Members.text(
                resource.properties(), "BucketName", resource.stack() + "-" + resource.logicalId())
            .toLowerCase(java.util.Locale.ROOT);
    long days = 0;
    for (Object rule :
        Members.list(Members.object(resource.properties(), "LifecycleConfiguration"), "Rules")) {
      days = Members.number(Json.object(rule), "ExpirationInDays", days);
    }
    buckets.put(name, days);
    return new Physical(
        name,
        Map.of(
            "Arn", "arn:aws:s3:::" + name,
            "DomainName", name + ".s3.amazonaws.com",
            "RegionalDomainName", name + ".s3." + Arns.REGION + ".amazonaws.com"));
  }

  @Override
  public AwsResponse answer(AwsRequest request) {
    try {
      return dispatch(request);
    } catch (AwsException e) {
      String body =
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error>%s%s</Error>"
              .formatted(Xml.element("Code", e.code()), Xml.element("Message", e.getMessage()));
      return xml(e.status(), body);
    }
  }

  private AwsResponse dispatch(AwsRequest request) {
    String host = request.headers().getOrDefault("host", "");
    boolean virtual = host.contains(".localhost");
    String path =
        virtual ? "/" + host.substring(0, host.indexOf('.')) + request.path() : request.path();
    String[] parts = path.replaceFirst("^/", "").split("/", 2);
    if (parts[0].isEmpty()) {
      return listBuckets();
    }
    requireBucket(parts[0]);
    boolean ofBucket = parts.length == 1 || parts[1].isEmpty();
    return switch (request.method()) {
      case "HEAD" ->
          ofBucket ? new AwsResponse(200, Map.of(), new byte[0]) : get(parts[0], parts[1]);
      case "GET" -> ofBucket ? getBucket(parts[0], request) : get(parts[0], parts[1]);
      case "PUT" -> put(parts[0], parts[1], request);
      case "DELETE" -> delete(parts[0], parts[1]);
      default -> throw new AwsException("NotImplemented", "the laptop's S3 does not do this", 501);
    };
  }

  private void requireBucket(String bucket) {
    if (!buckets.containsKey(bucket)) {
      throw new AwsException("NoSuchBucket", "The specified bucket does not exist", 404);
    }
  }

  private AwsResponse listBuckets() {
    StringBuilder list = new StringBuilder();
    buckets
        .keySet()
        .forEach(
            name ->
                list.append("<Bucket>")
                    .append(Xml.element("Name", name))
                    .append(Xml.element("CreationDate", "2026-01-01T00:00:00.000Z"))
                    .append("</Bucket>"));
    return xml(
        200,
        "<ListAllMyBucketsResult><Owner><ID>local</ID></Owner><Buckets>"
            + list
            + "</Buckets></ListAllMyBucketsResult>");
  }

  private AwsResponse getBucket(String bucket, AwsRequest request) {
    if (request.query().containsKey("location")) {
      return xml(200, "<LocationConstraint/>");
    }
    String prefix = query(request, "prefix", "");
    String delimiter = query(request, "delimiter", "");
    String after =
        query(
            request,
            "continuation-token",
            query(request, "start-after", query(request, "marker", "")));
    int most = Math.min(PAGE, Integer.parseInt(query(request, "max-keys", "1000")));
    List<ObjectTable.Entry> entries = objects.list(bucket, prefix, after, most);
    Set<String> folders = new TreeSet<>();
    StringBuilder contents = new StringBuilder();
    for (ObjectTable.Entry entry : entries) {
      int end = delimiter.isEmpty() ? -1 : entry.key().indexOf(delimiter, prefix.length());
      if (end >= 0) {
        folders.add(entry.key().substring(0, end + delimiter.length()));
      } else {
        contents
            .append("<Contents>")
            .append(Xml.element("Key", entry.key()))
            .append(Xml.element("LastModified", entry.modified()))
            .append(Xml.element("ETag", "\"" + entry.etag() + "\""))
            .append(Xml.element("Size", entry.size()))
            .append("<StorageClass>STANDARD</StorageClass></Contents>");
      }
    }
    folders.forEach(
        folder ->
            contents
                .append("<CommonPrefixes>")
                .append(Xml.element("Prefix", folder))
                .append("</CommonPrefixes>"));
    boolean truncated = entries.size() == most;
    String next = truncated ? Xml.element("NextContinuationToken", entries.getLast().key()) : "";
    return xml(
        200,
        "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">%s%s%s%s%s%s%s</ListBucketResult>"
            .formatted(
                Xml.element("Name", bucket),
                Xml.element("Prefix", prefix),
                Xml.element("MaxKeys", most),
                Xml.element("KeyCount", entries.size()),
                Xml.element("IsTruncated", truncated),
                next,
                contents));
  }

  private static String query(AwsRequest request, String name, String otherwise) {
    return request.query().getOrDefault(name, List.of(otherwise)).getFirst();
  }

  private AwsResponse get(String bucket, String key) {
    byte[] bytes = objects.bytes(bucket, key);
    if (bytes == null) {
      throw new AwsException("NoSuchKey", "The specified key does not exist.", 404);
    }
    ObjectTable.Entry entry = objects.list(bucket, key, "", 1).getFirst();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ETag", "\"" + entry.etag() + "\"");
    headers.put("Content-Type", entry.contentType());
    headers.put(
        "Last-Modified",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(entry.modified().atOffset(ZoneOffset.UTC)));
    return new AwsResponse(200, headers, bytes);
  }

  private AwsResponse put(String bucket, String key, AwsRequest request) {
    if (request.headers().containsKey("x-amz-copy-source")) {
      throw new AwsException("NotImplemented", "the laptop's S3 does not copy", 501);
    }
    String etag = md5(request.body());
    ObjectTable.Entry entry =
        new ObjectTable.Entry(
            key,
            request.body().length,
            etag,
            request.headers().getOrDefault("content-type", "binary/octet-stream"),
            clock.instant());
    if (!objects.put(
        bucket, entry, request.body(), "*".equals(request.headers().get("if-none-match")))) {
      throw new AwsException(
          "PreconditionFailed",
          "At least one of the pre-conditions you specified did not hold",
          412);
    }
    return new AwsResponse(200, Map.of("ETag", "\"" + etag + "\""), new byte[0]);
  }

  private AwsResponse delete(String bucket, String key) {
    objects.delete(bucket, key);
    return new AwsResponse(204, Map.of(), new byte[0]);
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  private static AwsResponse xml(int status, String body) {
    return new AwsResponse(
        status, Map.of("Content-Type", "application/xml"), body.getBytes(StandardCharsets.UTF_8));
  }

  private void sweep() {
    Instant now = clock.instant();
    buckets.forEach(
        (bucket, days) -> {
          if (days > 0) {
            objects.expire(bucket, now.minus(Duration.ofDays(days)));
          }
        });
    clock.at(now.plus(SWEEP), this::sweep);
  }
}

package dev.patchbay.local.aws.s3;

import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.AwsRequest;
import dev.patchbay.local.aws.AwsResponse;
import dev.patchbay.local.aws.AwsService;
import dev.patchbay.local.aws.Call;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.aws.Xml;
import dev.patchbay.local.aws.iam.Permissions;
import dev.patchbay.local.aws.iam.PolicyReader;
import dev.patchbay.local.clock.HubClock;
import dev.patchbay.local.store.Store;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.Physical;
import dev.patchbay.local.template.Provider;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * S3's REST protocol, as far as large payloads and those who look at them need it: objects in one
 * piece, by path or by host name. Thread-safe.
 */
public final class S3Service implements AwsService, Provider {
  /** What a query may hold that does not ask for another operation. */
  private static final Set<String> PLAIN =
      Set.of(
          "list-type",
          "prefix",
          "delimiter",
          "max-keys",
          "marker",
          "start-after",
          "continuation-token",
          "encoding-type",
          "fetch-owner",
          "x-id");

  private static final String ARN = "arn:aws:s3:::";

  private final ObjectTable objects;
  private final Buckets buckets;
  private final HubClock clock;
  private final Permissions permissions;

  public S3Service(Store store, HubClock clock, Permissions permissions) {
    this.permissions = permissions;
    this.objects = new ObjectTable(store);
    this.buckets = new Buckets(objects, clock);
    this.clock = clock;
  }

  @Override
  public String signingName() {
    return "s3";
  }

  @Override
  public Set<String> types() {
    return Set.of("AWS::S3::Bucket", "AWS::S3::BucketPolicy");
  }

  @Override
  public Physical create(Declared resource) {
    String id = resource.logicalId();
    if ("AWS::S3::BucketPolicy".equals(resource.type())) {
      return policy(resource);
    }
    String otherwise = (resource.stack() + "-" + id).toLowerCase(Locale.ROOT);
    String name = Members.text(resource.properties(), "BucketName", otherwise);
    buckets.declare(id, name, resource.properties());
    return new Physical(
        name,
        Map.of(
            "Arn", ARN + name,
            "DomainName", name + ".s3.amazonaws.com",
            "RegionalDomainName", name + ".s3." + Arns.REGION + ".amazonaws.com"));
  }

  private Physical policy(Declared resource) {
    Map<String, Object> document = Members.object(resource.properties(), "PolicyDocument");
    permissions.attach(
        ARN + Members.text(resource.properties(), "Bucket"),
        PolicyReader.read(resource.logicalId(), PolicyReader.Kind.RESOURCE, document));
    return new Physical(resource.logicalId(), Map.of());
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

  /** Puts a compressed object within a transaction of the caller's, under a key of its own. */
  public void put(Connection in, String bucket, String key, byte[] bytes) throws SQLException {
    buckets.require(bucket);
    String etag = HexFormat.of().formatHex(Checksums.digest("MD5", bytes));
    objects.put(
        in,
        bucket,
        new ObjectTable.Entry(key, bytes.length, etag, "application/octet-stream", clock.instant()),
        bytes);
  }

  private AwsResponse dispatch(AwsRequest request) {
    String host = request.headers().getOrDefault("host", "");
    int name = host.indexOf(".localhost");
    String path = name > 0 ? "/" + host.substring(0, name) + request.path() : request.path();
    String[] parts = path.substring(1).split("/", 2);
    if (parts[0].isEmpty()) {
      check(request, "ListBuckets", Map.of());
      return listBuckets();
    }
    buckets.require(parts[0]);
    return parts.length == 1 || parts[1].isEmpty()
        ? ofBucket(parts[0], request)
        : ofObject(parts[0], parts[1], request);
  }

  private AwsResponse ofBucket(String bucket, AwsRequest request) {
    Set<String> query = request.query().keySet();
    Map<String, String> input = Map.of("Bucket", bucket);
    if ("POST".equals(request.method()) && query.contains("delete")) {
      return deleteObjects(bucket, request);
    }
    if ("HEAD".equals(request.method())) {
      check(request, "HeadBucket", input);
      return new AwsResponse(200, Map.of("x-amz-bucket-region", Arns.REGION), new byte[0]);
    }
    if ("GET".equals(request.method()) && query.contains("location")) {
      check(request, "GetBucketLocation", input);
      return xml(200, "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>");
    }
    if ("GET".equals(request.method()) && PLAIN.containsAll(query)) {
      check(request, "ListObjects", input);
      return xml(200, new Listing(bucket, request).read(objects));
    }
    throw notImplemented(request);
  }

  private AwsResponse ofObject(String bucket, String key, AwsRequest request) {
    if (!PLAIN.containsAll(request.query().keySet())) {
      throw notImplemented(request);
    }
    String verb =
        request.method().charAt(0) + request.method().substring(1).toLowerCase(Locale.ROOT);
    check(request, verb + "Object", Map.of("Bucket", bucket, "Key", key));
    return switch (request.method()) {
      case "GET", "HEAD" -> get(bucket, key, request);
      case "PUT" -> put(bucket, key, request);
      case "DELETE" -> {
        objects.delete(bucket, List.of(key));
        yield new AwsResponse(204, Map.of(), new byte[0]);
      }
      default -> throw notImplemented(request);
    };
  }

  private static AwsException notImplemented(AwsRequest request) {
    return new AwsException(
        "NotImplemented",
        "the laptop's S3 has no %s %s; it keeps objects in one piece of at most 64 MiB"
            .formatted(request.method(), request.query().keySet()),
        501);
  }

  private static void check(AwsRequest request, String operation, Map<String, ?> input) {
    request.caller().check(new Call("s3", operation, input));
  }

  private AwsResponse listBuckets() {
    StringBuilder list = new StringBuilder();
    for (String name : buckets.names()) {
      list.append("<Bucket>")
          .append(Xml.element("Name", name))
          .append(Xml.element("CreationDate", "2026-01-01T00:00:00.000Z"))
          .append("</Bucket>");
    }
    return xml(
        200,
        "<ListAllMyBucketsResult><Owner><ID>local</ID></Owner><Buckets>"
            + list
            + "</Buckets></ListAllMyBucketsResult>");
  }

  private AwsResponse get(String bucket, String key, AwsRequest request) {
    ObjectTable.Stored stored = objects.get(bucket, key);
    if (stored == null) {
      // Whoever may not list the bucket is not told what it lacks
      // (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html).
      check(request, "ListObjects", Map.of("Bucket", bucket));
      throw new AwsException("NoSuchKey", "The specified key does not exist.", 404);
    }
    ObjectTable.Entry entry = stored.entry();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ETag", "\"" + entry.etag() + "\"");
    headers.put("Content-Type", entry.contentType());
    headers.put("Accept-Ranges", "bytes");
    headers.put(
        "Last-Modified",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(entry.modified().atOffset(ZoneOffset.UTC)));
    byte[] bytes = stored.bytes();
    Optional<Range> range = Range.of(request.headers().get("range"), bytes.length);
    if (range.isEmpty()) {
      return new AwsResponse(200, headers, bytes);
    }
    int first = range.get().first();
    int last = range.get().last();
    headers.put("Content-Range", "bytes %d-%d/%d".formatted(first, last, bytes.length));
    return new AwsResponse(206, headers, Arrays.copyOfRange(bytes, first, last + 1));
  }

  private AwsResponse put(String bucket, String key, AwsRequest request) {
    if (request.headers().containsKey("x-amz-copy-source")) {
      throw new AwsException("NotImplemented", "the laptop's S3 does not copy", 501);
    }
    byte[] bytes = request.body();
    Map<String, String> headers = new LinkedHashMap<>(Checksums.checked(request.headers(), bytes));
    String etag = HexFormat.of().formatHex(Checksums.digest("MD5", bytes));
    headers.put("ETag", "\"" + etag + "\"");
    String type = request.headers().getOrDefault("content-type", "binary/octet-stream");
    ObjectTable.Entry entry = new ObjectTable.Entry(key, bytes.length, etag, type, clock.instant());
    boolean onlyNew = "*".equals(request.headers().get("if-none-match"));
    if (!objects.put(bucket, entry, bytes, onlyNew)) {
      throw new AwsException(
          "PreconditionFailed",
          "At least one of the pre-conditions you specified did not hold",
          412);
    }
    return new AwsResponse(200, headers, new byte[0]);
  }

  private AwsResponse deleteObjects(String bucket, AwsRequest request) {
    DeleteRequest delete = DeleteRequest.of(request.body());
    check(request, "DeleteObjects", Map.of("Bucket", bucket, "Keys", delete.keys()));
    objects.delete(bucket, delete.keys());
    StringBuilder deleted =
        new StringBuilder("<DeleteResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    for (String key : delete.quiet() ? List.<String>of() : delete.keys()) {
      deleted.append("<Deleted>").append(Xml.element("Key", key)).append("</Deleted>");
    }
    return xml(200, deleted.append("</DeleteResult>").toString());
  }

  private static AwsResponse xml(int status, String body) {
    return new AwsResponse(
        status, Map.of("Content-Type", "application/xml"), body.getBytes(StandardCharsets.UTF_8));
  }
}

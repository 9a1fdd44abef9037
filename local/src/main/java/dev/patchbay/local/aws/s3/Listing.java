package dev.patchbay.local.aws.s3;

import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.AwsRequest;
import dev.patchbay.local.aws.Xml;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One page of a bucket's keys: objects, and the folders that a delimiter makes of what begins alike
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html).
 */
final class Listing {
  private static final int MOST = 1000;

  private final String bucket;
  private final AwsRequest request;
  private final String prefix;
  private final String delimiter;
  private final int most;
  private final boolean second;
  private final List<ObjectTable.Entry> found = new ArrayList<>();
  private final List<String> folders = new ArrayList<>();
  private String after;
  private boolean truncated;

  Listing(String bucket, AwsRequest request) {
    this.bucket = bucket;
    this.request = request;
    this.prefix = query("prefix", "");
    this.delimiter = query("delimiter", "");
    this.second = "2".equals(query("list-type", ""));
    this.most = most(query("max-keys", Integer.toString(MOST)));
    this.after = start();
  }

  private String query(String name, String otherwise) {
    return request.query().getOrDefault(name, List.of(otherwise)).getFirst();
  }

  private static int most(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw new AwsException("InvalidArgument", "Provided max-keys not an integer or within range");
    }
    return Math.min(MOST, Integer.parseInt(text));
  }

  private String start() {
    String token = query("continuation-token", "");
    if (!second || token.isEmpty()) {
      String name = query(second ? "start-after" : "marker", "");
      boolean folder = !delimiter.isEmpty() && name.endsWith(delimiter);
      return !second && folder ? name + ObjectTable.LAST : name;
    }
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new AwsException("InvalidArgument", "The continuation token provided is incorrect");
    }
  }

  /** Reads the page, and writes it as XML. */
  String read(ObjectTable objects) {
    boolean more = most > 0;
    while (more) {
      List<ObjectTable.Entry> batch = objects.list(bucket, prefix, after, MOST);
      batch.forEach(this::take);
      more = batch.size() == MOST && !truncated;
    }
    return xml();
  }

  private void take(ObjectTable.Entry entry) {
    if (truncated || entry.key().compareTo(after) <= 0 && isOfLastFolder(entry)) {
      return;
    }
    if (found.size() + folders.size() == most) {
      truncated = true;
      return;
    }
    int end = delimiter.isEmpty() ? -1 : entry.key().indexOf(delimiter, prefix.length());
    if (end < 0) {
      found.add(entry);
      after = entry.key();
    } else {
      folders.add(entry.key().substring(0, end + delimiter.length()));
      after = folders.getLast() + ObjectTable.LAST;
    }
  }

  private boolean isOfLastFolder(ObjectTable.Entry entry) {
    return !folders.isEmpty() && entry.key().startsWith(folders.getLast());
  }

  private String xml() {
    StringBuilder xml =
        new StringBuilder("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">")
            .append(Xml.element("Name", bucket))
            .append(Xml.element("Prefix", encoded(prefix)))
            .append(delimiter.isEmpty() ? "" : Xml.element("Delimiter", encoded(delimiter)))
            .append(Xml.element("MaxKeys", most))
            .append(Xml.element("IsTruncated", truncated));
    if (isEncoded()) {
      xml.append(Xml.element("EncodingType", "url"));
    }
    if (second) {
      xml.append(Xml.element("KeyCount", found.size() + folders.size()));
    }
    if (truncated) {
      xml.append(next());
    }
    found.forEach(entry -> xml.append(contents(entry)));
    for (String folder : folders) {
      xml.append("<CommonPrefixes>")
          .append(Xml.element("Prefix", encoded(folder)))
          .append("</CommonPrefixes>");
    }
    return xml.append("</ListBucketResult>").toString();
  }

  private String next() {
    if (!second) {
      return Xml.element("NextMarker", encoded(after.replace(ObjectTable.LAST, "")));
    }
    byte[] token = after.getBytes(StandardCharsets.UTF_8);
    return Xml.element("NextContinuationToken", Base64.getUrlEncoder().encodeToString(token));
  }

  private String contents(ObjectTable.Entry entry) {
    return "<Contents>"
        + Xml.element("Key", encoded(entry.key()))
        + Xml.element("LastModified", entry.modified())
        + Xml.element("ETag", "\"" + entry.etag() + "\"")
        + Xml.element("Size", entry.size())
        + "<StorageClass>STANDARD</StorageClass></Contents>";
  }

  private boolean isEncoded() {
    return "url".equals(query("encoding-type", ""));
  }

  private String encoded(String text) {
    return isEncoded()
        ? URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/")
        : text;
  }
}

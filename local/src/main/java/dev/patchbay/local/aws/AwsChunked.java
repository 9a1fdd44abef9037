package dev.patchbay.local.aws;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The framing in which S3 clients send a body with signatures or checksums of its parts
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html). Signatures of chunks are
 * not checked; that of the call covers its headers.
 */
final class AwsChunked {
  private AwsChunked() {}

  static boolean isFramed(Map<String, String> headers) {
    return headers.getOrDefault("content-encoding", "").contains("aws-chunked")
        || headers.getOrDefault("x-amz-content-sha256", "").startsWith("STREAMING-");
  }

  /** The body without its frames. */
  static byte[] decode(byte[] framed) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(framed.length);
    int at = 0;
    while (at < framed.length) {
      int lineEnd = lineEnd(framed, at);
      String head = new String(framed, at, lineEnd - at, StandardCharsets.US_ASCII);
      int size = size(head);
      at = lineEnd + 2;
      if (size == 0) {
        break;
      }
      if (size < 0 || at + size + 2 > framed.length) {
        throw new AwsException("IncompleteBody", "The request body ended before its last chunk");
      }
      body.write(framed, at, size);
      at += size + 2;
    }
    return body.toByteArray();
  }

  private static int size(String head) {
    try {
      return Integer.parseInt(head.split(";")[0].strip(), 16);
    } catch (NumberFormatException e) {
      throw new AwsException("InvalidRequest", "A chunk of the request body has no size");
    }
  }

  private static int lineEnd(byte[] bytes, int from) {
    for (int i = from; i + 1 < bytes.length; i++) {
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        return i;
      }
    }
    throw new AwsException("IncompleteBody", "The request body ended before its last chunk");
  }
}

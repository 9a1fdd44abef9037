package dev.patchbay.local.aws.iam;

import dev.patchbay.local.aws.Signed;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature that a key makes, version 4, in the header {@code Authorization}
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). Of
 * a body that is sent in signed chunks, the signature of its beginning is verified. Thread-safe.
 */
final class Signature {
  private static final String HMAC = "HmacSHA256";
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=[^/]+/(\\d{8}/([^/]+)/([^/]+)/aws4_request), *"
              + "SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})");

  private final AccessKey key;
  private final Map<String, byte[]> signingKeys = new ConcurrentHashMap<>();

  Signature(AccessKey key) {
    this.key = key;
  }

  /** Whether a call has the key's token and signature, over the body that came. */
  boolean holds(Signed call) {
    Map<String, String> headers = call.headers();
    Matcher signed = AUTHORIZATION.matcher(headers.getOrDefault("authorization", ""));
    String token = headers.getOrDefault("x-amz-security-token", "");
    if (!signed.matches() || !isSame(token, key.token())) {
      return false;
    }
    String stated = headers.get("x-amz-content-sha256");
    String digest = hex(sha256(call.body()));
    if (stated != null && stated.matches("[0-9a-f]{64}") && !stated.equals(digest)) {
      return false;
    }
    List<String> names = List.of(signed.group(4).split(";"));
    String canonical =
        String.join(
            "\n",
            call.method(),
            path(call.path(), "s3".equals(signed.group(3))),
            query(call.query()),
            names.stream()
                .map(name -> name + ":" + value(headers.getOrDefault(name, "")) + "\n")
                .collect(Collectors.joining()),
            signed.group(4),
            stated == null ? digest : stated);
    String text =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            headers.getOrDefault("x-amz-date", ""),
            signed.group(1),
            hex(sha256(bytes(canonical))));
    return names.contains("host")
        && isSame(hex(hmac(signingKey(signed.group(1)), text)), signed.group(5));
  }

  /** The scope is a date, a region and a service: a few a day. */
  private byte[] signingKey(String scope) {
    return signingKeys.computeIfAbsent(
        scope,
        _ -> {
          byte[] derived = bytes("AWS4" + key.secret());
          for (String part : scope.split("/")) {
            derived = hmac(derived, part);
          }
          return derived;
        });
  }

  /** All services but S3 encode a path twice. */
  private static String path(String path, boolean once) {
    return once
        ? path
        : Arrays.stream(path.split("/", -1))
            .map(Signature::encode)
            .collect(Collectors.joining("/"));
  }

  private static String query(Map<String, List<String>> query) {
    return query.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .map(value -> encode(entry.getKey()) + "=" + encode(value)))
        .sorted()
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static String value(String header) {
    String value = header.strip();
    return value.contains("  ") ? value.replaceAll(" +", " ") : value;
  }

  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(bytes(one), bytes(other));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

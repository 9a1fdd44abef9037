package dev.patchbay.benchmarks;

import dev.patchbay.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A GitHub push of about 8 KB, and its signature. */
record Payload(byte[] body, String signature) {
  static final String SECRET = "load-run";

  static Payload push() {
    return push("Commit 11 of the load run, with a message of usual length");
  }

  /** With this message of its last commit. */
  static Payload push(String message) {
    List<Object> commits = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      commits.add(
          Map.of(
              "id", "%040x".formatted(0xfeedfaceL + i),
              "message", "Commit %d of the load run, with a message of usual length".formatted(i),
              "url", "https://github.com/acme/app/commit/" + "%040x".formatted(0xfeedfaceL + i),
              "author", Map.of("name", "Load Run", "email", "load@example.com", "username", "load"),
              "added",
                  List.of("src/main/java/App%d.java".formatted(i), "docs/page-%d.md".formatted(i)),
              "removed", List.of(),
              "modified", List.of("README.md", "pom.xml", "src/test/java/AppTest.java")));
    }
    Map<String, Object> push = new LinkedHashMap<>();
    push.put("ref", "refs/heads/main");
    push.put("compare", "https://github.com/acme/app/compare/a...b");
    push.put("commits", commits);
    Map<String, Object> head = new LinkedHashMap<>(Json.object(commits.getLast()));
    head.put("message", message);
    push.put("head_commit", head);
    push.put(
        "repository",
        Map.of(
            "full_name",
            "acme/app",
            "html_url",
            "https://github.com/acme/app",
            "default_branch",
            "main"));
    push.put("pusher", Map.of("name", "load"));
    push.put("sender", Map.of("login", "load", "type", "User"));
    byte[] body = Json.writeBytes(push);
    return new Payload(body, signature(body, SECRET));
  }

  /** As GitHub signs it. */
  static String signature(byte[] body, String secret) {
    return "sha256=" + HexFormat.of().formatHex(hmac(body, secret));
  }

  static byte[] hmac(byte[] body) {
    return hmac(body, SECRET);
  }

  private static byte[] hmac(byte[] body, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}

package dev.patchbay.local.aws;

import java.util.List;
import java.util.Map;

/**
 * One call to the AWS endpoint.
 *
 * @param path decoded, starting with a slash
 * @param query decoded, in order of appearance
 * @param headers by lower-case name
 * @param body as it came, already freed of chunked framing
 * @param service signing name of the credential scope, such as {@code sqs}
 * @param caller who makes it, and what they may
 */
public record AwsRequest(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    byte[] body,
    String service,
    Caller caller) {

  /**
   * The operation of the JSON protocols: what follows the dot in {@code X-Amz-Target}; empty where
   * there is none.
   */
  public String target() {
    String target = headers.getOrDefault("x-amz-target", "");
    return target.substring(target.indexOf('.') + 1);
  }
}

package dev.patchbay.local.aws;

import java.util.List;
import java.util.Map;

/**
 * A call as it was signed
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 *
 * @param path as it was sent, encoded
 * @param query decoded
 * @param headers by lower-case name
 * @param body as it was sent
 */
public record Signed(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    byte[] body) {}

package dev.patchbay.local.aws;

import java.util.Map;

/** One answer of the AWS endpoint. */
public record AwsResponse(int status, Map<String, String> headers, byte[] body) {}

package dev.patchbay.local.lambda;

import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.aws.iam.FunctionSession;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A function as the template declares it.
 *
 * @param concurrency how many invocations may run at once
 * @param session in which it acts, and Lambda for it
 */
record FunctionSettings(
    String name,
    String arn,
    Path jar,
    String handler,
    Duration timeout,
    int memory,
    int concurrency,
    String logGroup,
    FunctionSession session,
    Map<String, String> environment) {
  /**
   * Bytes of all names and values together
   * (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
   */
  private static final int LARGEST_ENVIRONMENT = 4096;

  /** The template's own variables. */
  static Map<String, String> variables(String function, Map<String, Object> properties) {
    Map<String, String> variables = new LinkedHashMap<>();
    Members.object(Members.object(properties, "Environment"), "Variables")
        .forEach((variable, value) -> variables.put(variable, String.valueOf(value)));
    int size =
        variables.entrySet().stream()
            .mapToInt(it -> bytes(it.getKey()) + bytes(it.getValue()))
            .sum();
    if (size > LARGEST_ENVIRONMENT) {
      throw new AwsException(
          "InvalidParameterValueException",
          "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit: %s has %d bytes of them"
              .formatted(function, size));
    }
    return variables;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}

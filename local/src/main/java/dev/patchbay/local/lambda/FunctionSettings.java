package dev.patchbay.local.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A function as the template declares it.
 *
 * @param concurrency how many invocations may run at once
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
    Map<String, String> environment) {}

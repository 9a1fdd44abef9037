package dev.patchbay.local.lambda;

import dev.patchbay.local.aws.iam.FunctionSession;
import java.nio.file.Path;
import java.time.Duration;
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
    Map<String, String> environment) {}

package dev.patchbay.local;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a hub on the laptop runs, and where.
 *
 * @param template the SAM template; code is found relative to it
 * @param parameters of the template that are not at their default
 * @param routes compiled routes that take the place of the template's nested stack {@code Routes}
 * @param catalog assembled catalog
 * @param data folder of the durable store, created as needed
 * @param secrets {@code secrets.json}; it need not exist
 * @param port of the HTTP API, 0 for any
 * @param awsPort of the AWS endpoint, 0 for any
 * @param consolePort of console and sandbox, 0 for any
 * @param failing percent of calls at the AWS endpoint that fail: half of them undone, half of them
 *     done and only not answered
 */
public record HubOptions(
    Path template,
    Map<String, String> parameters,
    Path routes,
    Path catalog,
    Path data,
    Path secrets,
    int port,
    int awsPort,
    int consolePort,
    int failing) {}

package dev.patchbay.webhooks.request;

import java.util.Map;

/** What the source is told. */
public record Answer(int status, Map<String, String> headers, String body) {}

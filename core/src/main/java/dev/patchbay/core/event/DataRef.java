package dev.patchbay.core.event;

/**
 * Where the whole payload of an event lies that was too large for the bus (the claim check).
 *
 * @param size in bytes
 * @param sha256 in hex, checked when the payload is read back
 */
public record DataRef(String bucket, String key, long size, String sha256) {}

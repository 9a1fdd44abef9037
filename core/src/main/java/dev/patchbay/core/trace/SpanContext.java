package dev.patchbay.core.trace;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a span stands: in which trace, under which id, and whether anybody records it. Written as
 * the W3C's {@code traceparent} (https://www.w3.org/TR/trace-context/#traceparent-header).
 *
 * @param traceId 32 hex digits
 * @param spanId 16 hex digits
 */
public record SpanContext(String traceId, String spanId, boolean sampled) {
  private static final Pattern TRACEPARENT =
      Pattern.compile(
          "(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  /**
   * https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
   */
  private static final Pattern ROOT = Pattern.compile("1-([0-9a-f]{8})-([0-9a-f]{24})");

  private static final Pattern PARENT = Pattern.compile("[0-9a-f]{16}");

  /**
   * Differs after the restore of a snapshot, as other generators of the JDK do not
   * (https://docs.aws.amazon.com/lambda/latest/dg/snapstart-uniqueness.html).
   */
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Reads a {@code traceparent}; empty where it is none. */
  public static Optional<SpanContext> of(String traceparent) {
    Matcher read = TRACEPARENT.matcher(traceparent == null ? "" : traceparent.strip());
    // Later versions may say more behind the flags; version 00 does not.
    if (!read.matches() || read.group(1).equals("00") && read.group(5) != null) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(read.group(4), 16) & 1) == 1;
    return Optional.of(new SpanContext(read.group(2), read.group(3), sampled));
  }

  /**
   * Reads X-Ray's trace header, such as {@code
   * Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1}; empty where it is
   * none. X-Ray's trace id is the W3C's with two dashes more, so that both name the same trace.
   */
  public static Optional<SpanContext> ofXray(String header) {
    String root = "";
    String parent = "";
    boolean sampled = false;
    for (String part : header == null ? new String[0] : header.split(";")) {
      String[] pair = part.strip().split("=", 2);
      switch (pair[0]) {
        case "Root" -> root = pair[pair.length - 1];
        case "Parent" -> parent = pair[pair.length - 1];
        case "Sampled" -> sampled = part.strip().equals("Sampled=1");
        default -> {}
      }
    }
    Matcher read = ROOT.matcher(root);
    return read.matches() && PARENT.matcher(parent).matches()
        ? Optional.of(new SpanContext(read.group(1) + read.group(2), parent, sampled))
        : Optional.empty();
  }

  /**
   * The beginning of a trace that nobody records.
   *
   * @param now in the first digits, as X-Ray has it
   */
  static SpanContext fresh(Instant now) {
    byte[] rest = new byte[12];
    RANDOM.nextBytes(rest);
    return new SpanContext(
        HexFormat.of().toHexDigits((int) now.getEpochSecond()) + HexFormat.of().formatHex(rest),
        newId(),
        false);
  }

  /** Another span of the trace. */
  SpanContext sibling() {
    return new SpanContext(traceId, newId(), sampled);
  }

  private static String newId() {
    byte[] id = new byte[8];
    RANDOM.nextBytes(id);
    id[0] |= 1; // all zeros is no id
    return HexFormat.of().formatHex(id);
  }

  /** The {@code traceparent}. */
  @Override
  public String toString() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }
}

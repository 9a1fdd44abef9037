package dev.patchbay.local.aws.firehose;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The keys under which a stream's objects lie
 * (https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html).
 */
final class ObjectKey {
  private static final Pattern EXPRESSION = Pattern.compile("!\\{([a-z]+):([^}]+)}");
  private static final DateTimeFormatter FOLDERS = DateTimeFormatter.ofPattern("yyyy/MM/dd/HH/");
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss");

  private ObjectKey() {}

  /**
   * The key of a new object.
   *
   * @param oldest when the oldest of its records arrived, which Firehose names the object by
   */
  static String of(DeliveryStream stream, Instant oldest) {
    String prefix =
        EXPRESSION.matcher(stream.prefix()).replaceAll(expression -> value(expression, oldest));
    boolean says = !prefix.equals(stream.prefix());
    return prefix
        + (says ? "" : format(FOLDERS, oldest))
        + stream.name()
        + "-1-"
        + format(NAME, oldest)
        + "-"
        + UUID.randomUUID()
        + stream.extension();
  }

  private static String value(MatchResult expression, Instant oldest) {
    return switch (expression.group(1) + ":" + expression.group(2)) {
      case "firehose:random-string" -> UUID.randomUUID().toString().substring(0, 11);
      case String timestamp when timestamp.startsWith("timestamp:") ->
          format(DateTimeFormatter.ofPattern(expression.group(2)), oldest);
      default ->
          throw new IllegalArgumentException(
              "the laptop's Firehose has no " + expression.group() + " in a prefix");
    };
  }

  private static String format(DateTimeFormatter format, Instant time) {
    return format.format(time.atOffset(ZoneOffset.UTC));
  }
}

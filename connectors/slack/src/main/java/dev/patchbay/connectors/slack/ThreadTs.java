package dev.patchbay.connectors.slack;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A message that a route names by its ts. */
final class ThreadTs {
  private static final Pattern FORM =
      Pattern.compile("(?:([CDG][A-Z0-9]{6,})/)?(\\d{10}\\.\\d{6})");

  private ThreadTs() {}

  /**
   * The ts that is named, alone or behind its channel's id as in the subjects of the source {@code
   * slack}. That of another channel than the delivery's is a thing like any other: what an event is
   * about never says where it is told.
   */
  static Optional<String> of(String about, String channel) {
    Matcher matcher = FORM.matcher(about);
    boolean isHere =
        matcher.matches() && (matcher.group(1) == null || matcher.group(1).equals(channel));
    return isHere ? Optional.of(matcher.group(2)) : Optional.empty();
  }
}

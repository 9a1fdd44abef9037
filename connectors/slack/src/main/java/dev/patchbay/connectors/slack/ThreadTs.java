package dev.patchbay.connectors.slack;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message that a route names by its ts, alone or behind its channel's id: as the subjects of the
 * {@code slack} source do.
 *
 * @param channel null where only the ts is named
 */
record ThreadTs(String channel, String ts) {
  private static final Pattern FORM =
      Pattern.compile("(?:([CDG][A-Z0-9]{6,})/)?(\\d{10}\\.\\d{6})");

  static Optional<ThreadTs> of(String about) {
    Matcher matcher = FORM.matcher(about);
    return matcher.matches()
        ? Optional.of(new ThreadTs(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }
}

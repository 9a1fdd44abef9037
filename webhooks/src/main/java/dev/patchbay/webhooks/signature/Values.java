package dev.patchbay.webhooks.signature;

import dev.patchbay.webhooks.reading.Pieces;
import dev.patchbay.webhooks.reading.Place;
import dev.patchbay.webhooks.reading.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The values at a place, taken apart by separator and prefix: {@code t=1,v1=ab,v1=cd}. Thread-safe.
 */
final class Values {
  private final Place place;
  private final String separator;
  private final Pieces prefix;

  private Values(Place place, String separator, Pieces prefix) {
    this.place = place;
    this.separator = separator;
    this.prefix = prefix;
  }

  static Values of(String at, String separator, String prefix) {
    return new Values(Place.of(at), separator, prefix == null ? null : Pieces.compile(prefix));
  }

  List<String> read(Reading reading) {
    List<String> values = new ArrayList<>();
    String start = prefix(reading);
    for (String text : place.texts(reading)) {
      String[] parts =
          separator == null ? new String[] {text} : text.split(Pattern.quote(separator));
      for (String part : parts) {
        String value = part.strip();
        if (start != null && !value.isEmpty() && value.startsWith(start)) {
          values.add(value.substring(start.length()));
        }
      }
    }
    return values;
  }

  private String prefix(Reading reading) {
    return prefix == null ? "" : prefix.text(reading, null);
  }

  /** Writes a value to its place, after what is there already. */
  void write(Draft draft, Reading reading, String value) {
    draft.put(place, separator, prefix(reading) + value);
  }
}

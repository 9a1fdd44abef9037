package dev.patchbay.local.sandbox;

import dev.patchbay.core.json.BindingException;
import dev.patchbay.core.json.Durations;
import dev.patchbay.core.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How a stand-in was told to fail.
 *
 * @param kind a status from 400 to 599; {@code slow}: it does what it is asked and answers late;
 *     {@code refuse}: it does nothing and closes the connection
 * @param until when it is well again
 * @param after what a status that asks for patience says, in seconds
 */
public record Fault(String kind, Instant until, Duration after) {
  /** The word for a late answer. */
  static final String SLOW = "slow";

  /** The word for none. */
  static final String REFUSE = "refuse";

  /** Longer than any connector waits. */
  static final Duration DELAY = Duration.ofSeconds(30);

  private static final Duration LONGEST = Duration.ofHours(24);

  /**
   * One as the command asks for it: {@code {"fail": "429", "for": "30s", "after": "5s"}}.
   *
   * @throws BindingException in words for the user
   */
  static Fault of(Map<String, Object> wish, Instant now) {
    String kind = String.valueOf(wish.get("fail"));
    if (!kind.matches("[45][0-9][0-9]|" + SLOW + "|" + REFUSE)) {
      throw new BindingException("$.fail", "must be a status from 400 to 599, slow or refuse");
    }
    Duration length = duration(wish, "for", Duration.ofSeconds(30));
    if (length.compareTo(LONGEST) > 0) {
      throw new BindingException("$.for", "must be 24h at most");
    }
    return new Fault(kind, now.plus(length), duration(wish, "after", Duration.ofSeconds(5)));
  }

  private static Duration duration(Map<String, Object> wish, String name, Duration otherwise) {
    try {
      return wish.get(name) == null ? otherwise : Durations.parse(wish.get(name).toString());
    } catch (BindingException e) {
      throw new BindingException("$." + name, e.reason());
    }
  }

  boolean isSlow() {
    return kind.equals(SLOW);
  }

  boolean isRefusing() {
    return kind.equals(REFUSE);
  }

  int status() {
    return Integer.parseInt(kind);
  }

  /** As the command shows it. */
  Map<String, Object> shown() {
    return Json.object(Map.of("fail", kind, "until", until.toString(), "after", after.toSeconds()));
  }
}

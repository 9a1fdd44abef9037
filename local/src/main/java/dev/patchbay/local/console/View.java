package dev.patchbay.local.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the console shows of the hub, as JSON values. Thread-safe. */
public interface View {
  /** The newest accepted events, newest first, each with its deliveries' states. */
  List<Map<String, Object>> events(int most);

  /** One event with its deliveries and their attempts, by its key. */
  Optional<Map<String, Object>> trace(String key);

  /** The newest refused webhooks, newest first. */
  List<Map<String, Object>> refusals(int most);

  /** Dead letters behind every hop, newest first; looking at them changes nothing. */
  List<Map<String, Object>> deadLetters(int most);

  /** Names of the samples that can be sent, by source. */
  Map<String, List<String>> samples();
}

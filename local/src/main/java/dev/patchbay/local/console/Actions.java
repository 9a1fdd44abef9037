package dev.patchbay.local.console;

import java.util.Map;

/** What a person may do from the console. Thread-safe. */
public interface Actions {
  /**
   * What an action came to.
   *
   * @param command what does the same in a terminal
   * @param done whether it went as it should
   * @param output what it said
   */
  record Done(String command, boolean done, String output) {}

  /**
   * Carries out an action.
   *
   * @param action {@code send}, {@code redrive}, {@code discard} or {@code replay}
   * @param wishes what the page's form holds; strangers may have written it
   * @throws IllegalArgumentException where the action is unknown, or a wish of it missing or none
   *     that it takes
   */
  Done act(String action, Map<String, Object> wishes);
}

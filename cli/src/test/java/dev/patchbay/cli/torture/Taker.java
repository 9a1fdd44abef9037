package dev.patchbay.cli.torture;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Whoever takes events at the end, and can say which. */
interface Taker {
  /** The connector's name and its place in the route {@code record}: {@code splunk/0}. */
  String place();

  /** How often each event was taken, by its id. */
  Map<String, AtomicInteger> taken();

  /** Calls for events. */
  long calls();

  default String connector() {
    return place().substring(0, place().indexOf('/'));
  }
}

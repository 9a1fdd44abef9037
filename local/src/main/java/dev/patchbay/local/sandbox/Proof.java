package dev.patchbay.local.sandbox;

import dev.patchbay.local.aws.Signed;
import java.util.Map;

/** What a signature over a call's raw bytes proves. Thread-safe. */
interface Proof {
  /** What is found of a signature. */
  enum Found {
    GOOD,
    MISSING,
    /** It holds, or may hold, and its time is not now. */
    STALE,
    WRONG
  }

  /**
   * @param secret the stand-in's own
   */
  Found found(Signed call, Map<String, Object> secret);
}

package dev.patchbay.core.metric;

/**
 * What metrics are split by. Each value of a dimension is a metric of its own to CloudWatch, and is
 * paid for as one: values are names of the catalog or words of a fixed list, never a stranger's.
 */
public enum Dimension {
  /** The hub's stack. */
  HUB("Hub"),
  /** A source's catalog entry; {@link #UNKNOWN} for whatever else a stranger called. */
  SOURCE("Source"),
  /** Why a webhook was refused, a word of a fixed list. */
  CAUSE("Cause"),
  /** A connector's catalog entry. */
  CONNECTOR("Connector"),
  /** What a delivery came to or a circuit did, a word of a fixed list. */
  OUTCOME("Outcome");

  /** Stands for every name that the catalog does not have. */
  public static final String UNKNOWN = "unknown";

  private final String word;

  Dimension(String word) {
    this.word = word;
  }

  /** Its name in CloudWatch. */
  public String word() {
    return word;
  }
}

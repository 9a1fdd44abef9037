package dev.patchbay.core.json;

/** JSON that does not fit the record it is bound to. */
public final class BindingException extends RuntimeException {
  private final String path;
  private final String reason;

  public BindingException(String path, String reason) {
    super(path + " " + reason);
    this.path = path;
    this.reason = reason;
  }

  /** Where, as a JSON path such as {@code $.retry.attempts}. */
  public String path() {
    return path;
  }

  /** What is wrong there. */
  public String reason() {
    return reason;
  }
}

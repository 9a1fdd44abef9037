package dev.patchbay.core.json;

/** JSON that does not fit the record it is bound to. */
public final class BindingException extends RuntimeException {
  private final String path;

  public BindingException(String path, String reason) {
    super(path + " " + reason);
    this.path = path;
  }

  /** Where, as a JSON path such as {@code $.retry.attempts}. */
  public String path() {
    return path;
  }
}

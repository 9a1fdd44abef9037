package dev.patchbay.local.aws;

/** A refusal in AWS's own words; each protocol writes it in its own shape. */
public final class AwsException extends RuntimeException {
  private final String code;
  private final int status;

  public AwsException(String code, String message) {
    this(code, message, 400);
  }

  public AwsException(String code, String message, int status) {
    super(message);
    this.code = code;
    this.status = status;
  }

  /** AWS's error code, such as {@code ResourceNotFoundException}. */
  public String code() {
    return code;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }
}

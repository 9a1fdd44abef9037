package dev.patchbay.local.aws;

import java.util.Map;

/** A refusal in AWS's own words; each protocol writes it in its own shape. */
public final class AwsException extends RuntimeException {
  private final String code;
  private final int status;
  private final transient Map<String, Object> members;

  public AwsException(String code, String message) {
    this(code, message, 400, Map.of());
  }

  public AwsException(String code, String message, int status) {
    this(code, message, status, Map.of());
  }

  /**
   * @param members of the error's body beside its type and message
   */
  public AwsException(String code, String message, int status, Map<String, Object> members) {
    super(message);
    this.code = code;
    this.status = status;
    this.members = members;
  }

  /** AWS's error code, such as {@code ResourceNotFoundException}. */
  public String code() {
    return code;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** What the error's body holds beside its type and message. */
  public Map<String, Object> members() {
    return members;
  }
}

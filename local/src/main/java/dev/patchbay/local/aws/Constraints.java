package dev.patchbay.local.aws;

/**
 * What AWS's front says of a member that breaks the model of its API: the length of a text or of a
 * list, or its characters.
 */
public final class Constraints {
  private Constraints() {}

  /**
   * Holds a text or a list to a length.
   *
   * @param value as the error quotes it
   * @throws AwsException {@code ValidationException}
   */
  public static void length(String member, Object value, int length, int least, int most) {
    if (length < least) {
      throw broken(member, value, "Member must have length greater than or equal to " + least);
    }
    if (length > most) {
      throw broken(member, value, "Member must have length less than or equal to " + most);
    }
  }

  /** Holds a name to its length and its characters. */
  public static void name(String member, String value, String pattern, int most) {
    length(member, value, value.length(), 1, most);
    if (!value.matches(pattern)) {
      throw broken(member, value, "Member must satisfy regular expression pattern: " + pattern);
    }
  }

  /** Holds a text to a length and does not quote it, since it is a secret. */
  public static void secret(String member, String value, int most) {
    if (value.length() > most) {
      throw new AwsException(
          "ValidationException",
          "1 validation error detected: Value at '%s' failed to satisfy constraint: Member must have length less than or equal to %d"
              .formatted(member, most));
    }
  }

  private static AwsException broken(String member, Object value, String constraint) {
    return new AwsException(
        "ValidationException",
        "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s"
            .formatted(value, member, constraint));
  }
}

package dev.patchbay.local.aws.iam;

import java.util.List;
import java.util.regex.Pattern;

/** A text of a policy with wildcards: {@code *} for any text, {@code ?} for any character. */
record Glob(String text, Pattern pattern) {
  static Glob of(String text) {
    return new Glob(text, Pattern.compile(regex(text, "."), Pattern.DOTALL));
  }

  /** One that does not tell large letters from small ones, as actions are compared. */
  static Glob ignoringCase(String text) {
    return new Glob(
        text, Pattern.compile(regex(text, "."), Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
  }

  /**
   * One of an ARN: a wildcard ends at the colon of its part
   * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
   */
  static Glob ofArn(String arn) {
    String[] parts = arn.split(":", 6);
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      regex.append(i == 0 ? "" : ":").append(regex(parts[i], i < 5 ? "[^:]" : "."));
    }
    return new Glob(arn, Pattern.compile(regex.toString(), Pattern.DOTALL));
  }

  boolean matches(String text) {
    return pattern.matcher(text).matches();
  }

  static boolean any(List<Glob> globs, String text) {
    return globs.stream().anyMatch(glob -> glob.matches(text));
  }

  /**
   * @param any expression for any character
   */
  private static String regex(String text, String any) {
    StringBuilder regex = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '*' -> regex.append(any).append('*');
                case '?' -> regex.append(any);
                default -> regex.append(Pattern.quote(Character.toString(point)));
              }
            });
    return regex.toString();
  }
}

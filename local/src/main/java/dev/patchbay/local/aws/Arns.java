package dev.patchbay.local.aws;

/** The laptop's account and region, and the ARNs made of them. */
public final class Arns {
  /** An account number that AWS never gives. */
  public static final String ACCOUNT = "000000000000";

  public static final String REGION = "us-east-1";

  private Arns() {}

  /** {@code arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE}. */
  public static String of(String service, String resource) {
    return "arn:aws:" + service + ":" + REGION + ":" + ACCOUNT + ":" + resource;
  }

  /** What follows the last colon. */
  public static String name(String arn) {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }
}

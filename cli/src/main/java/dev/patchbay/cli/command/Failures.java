package dev.patchbay.cli.command;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** A failure in words that say what to do. */
public final class Failures {
  private Failures() {}

  /** What to tell the user, in a line. */
  public static String explain(Throwable failure) {
    return switch (failure) {
      case CommandFailure known -> known.getMessage();
      case AwsServiceException refused -> service(refused) + " refused: " + refused.getMessage();
      case SdkClientException unreached ->
          "no hub answers; start one with ./patchbay up, or say where it is with --aws-port or"
              + " --stack. AWS's SDK says: "
              + unreached.getMessage();
      default -> {
        String message = failure.getMessage();
        yield message == null ? failure.getClass().getSimpleName() : message;
      }
    };
  }

  private static String service(AwsServiceException refused) {
    return refused.awsErrorDetails() == null ? "AWS" : refused.awsErrorDetails().serviceName();
  }
}

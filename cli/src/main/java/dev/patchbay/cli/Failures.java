package dev.patchbay.cli;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** A failure in words that say what to do. */
final class Failures {
  private Failures() {}

  static String explain(Throwable failure) {
    return switch (failure) {
      case CommandFailure known -> known.getMessage();
      case SdkServiceException refused -> "the hub's AWS endpoint refused: " + refused.getMessage();
      case SdkClientException _ ->
          "no hub answers; start one with ./patchbay up, or say where it is with --aws-port or"
              + " --stack";
      default -> {
        String message = failure.getMessage();
        yield message == null ? failure.getClass().getSimpleName() : message;
      }
    };
  }
}

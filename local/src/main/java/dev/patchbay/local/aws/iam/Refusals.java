package dev.patchbay.local.aws.iam;

import dev.patchbay.local.aws.AwsException;
import java.util.Locale;

/** Each service's own words for a call that it refuses. */
final class Refusals {
  private Refusals() {}

  static AwsException denied(String service, Question question, Decision decision) {
    String action = written(service, question.action());
    String resource =
        service.equals("s3") ? "\"" + question.resource() + "\"" : question.resource();
    String message =
        "User: %s is not authorized to perform: %s on resource: %s %s"
            .formatted(
                question.principal(),
                action,
                resource,
                decision.because().replace(question.action(), action));
    return switch (service) {
      case "sqs", "s3" -> new AwsException("AccessDenied", message, 403);
      case "sns" -> new AwsException("AuthorizationError", message, 403);
      default -> new AwsException("AccessDeniedException", message, 400);
    };
  }

  /** SQS writes its actions in small letters, and SNS its own name in large ones. */
  private static String written(String service, String action) {
    return switch (service) {
      case "sqs" -> action.toLowerCase(Locale.ROOT);
      case "sns" -> action.replaceFirst("^sns:", "SNS:");
      default -> action;
    };
  }

  static AwsException wrongSignature(String service) {
    String message =
        "The request signature we calculated does not match the signature you provided. Check"
            + " your AWS Secret Access Key and signing method. Consult the service documentation"
            + " for details.";
    return switch (service) {
      case "s3", "sns" -> new AwsException("SignatureDoesNotMatch", message, 403);
      default -> new AwsException("InvalidSignatureException", message, 400);
    };
  }
}

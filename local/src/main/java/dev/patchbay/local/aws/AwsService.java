package dev.patchbay.local.aws;

/** One AWS service of the endpoint. Thread-safe. */
public interface AwsService {
  /**
   * Signing name, by which the endpoint finds it: {@code sqs}, {@code sns}, {@code events}, {@code
   * dynamodb} …
   */
  String signingName();

  /**
   * Answers a call, its errors included: an operation it lacks answers with AWS's own error shape.
   */
  AwsResponse answer(AwsRequest request);
}

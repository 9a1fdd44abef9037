package dev.patchbay.cli.deadletters;

import dev.patchbay.cli.command.Failures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Sends letters to queues with as few calls as SQS allows
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html).
 * Their attributes, which say that they were given up, go along and make them claimable again.
 */
record QueueBatch(DeadLetters letters) {
  /** A batch takes 1 MiB, attributes included. */
  private static final int MOST_BYTES = 1_000_000;

  /** Sends one; fails as SQS does. */
  void send(String queue, DeadLetter letter) {
    letters
        .sqs()
        .sendMessage(
            send ->
                send.queueUrl(letters.url(queue))
                    .messageBody(letter.message().body())
                    .messageAttributes(letter.message().messageAttributes()));
  }

  /**
   * Sends at most ten.
   *
   * @param failed is told which were not sent, and why
   * @return those that were
   */
  List<DeadLetter> send(
      String queue, List<DeadLetter> batch, BiConsumer<DeadLetter, String> failed) {
    int bytes = batch.stream().mapToInt(QueueBatch::bytes).sum();
    if (bytes > MOST_BYTES && batch.size() > 1) {
      int half = batch.size() / 2;
      List<DeadLetter> sent = new ArrayList<>(send(queue, batch.subList(0, half), failed));
      sent.addAll(send(queue, batch.subList(half, batch.size()), failed));
      return sent;
    }
    try {
      List<DeadLetter> sent = new ArrayList<>(batch);
      for (BatchResultErrorEntry error : errors(queue, batch)) {
        DeadLetter letter = batch.get(Integer.parseInt(error.id()));
        failed.accept(letter, error.code() + " " + error.message());
        sent.remove(letter);
      }
      return sent;
    } catch (SdkException e) {
      batch.forEach(letter -> failed.accept(letter, Failures.explain(e)));
      return List.of();
    }
  }

  private List<BatchResultErrorEntry> errors(String queue, List<DeadLetter> batch) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (DeadLetter letter : batch) {
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .messageBody(letter.message().body())
              .messageAttributes(letter.message().messageAttributes())
              .build());
    }
    return letters
        .sqs()
        .sendMessageBatch(send -> send.queueUrl(letters.url(queue)).entries(entries))
        .failed();
  }

  private static int bytes(DeadLetter letter) {
    int attributes =
        letter.message().messageAttributes().entrySet().stream()
            .mapToInt(
                it ->
                    it.getKey().length()
                        + String.valueOf(it.getValue().stringValue()).length()
                        + 10)
            .sum();
    return letter.message().body().getBytes(StandardCharsets.UTF_8).length + attributes;
  }
}

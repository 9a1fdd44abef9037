package dev.patchbay.connectors.kit.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.moto.Moto;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

class SqsQueueTest {
  private static Moto moto;
  private static SqsClient client;
  private static String url;
  private static String deadLetters;

  private final SqsQueue queue = new SqsQueue(() -> client, url, deadLetters);

  @BeforeAll
  static void start() throws Exception {
    moto = Moto.start();
    client = moto.client(SqsClient.builder());
    url = client.createQueue(create -> create.queueName("patchbay-pager")).queueUrl();
    deadLetters =
        client.createQueue(create -> create.queueName("patchbay-pager-dead-letters")).queueUrl();
  }

  @AfterAll
  static void stop() {
    if (moto != null) {
      client.close();
      moto.close();
    }
  }

  private static List<Message> receive(String from) {
    return client
        .receiveMessage(receive -> receive.queueUrl(from).messageAttributeNames("All"))
        .messages();
  }

  @Test
  void buriesALetterWhoseAttributesSqsTakes() {
    String reason = "it said \u0000\u001b[1m<no>\ud83d \ud83d\ude00";
    queue.bury("{}", Map.of("reason", reason, "state", ""));
    Message letter = receive(deadLetters).getFirst();
    assertThat(letter.body()).isEqualTo("{}");
    assertThat(letter.messageAttributes().get("reason").stringValue())
        .isEqualTo("it said [1m<no> \ud83d\ude00");
    assertThat(letter.messageAttributes().get("state").stringValue()).isEqualTo("-");
  }

  @Test
  void hidesAMessageForNoLongerThanSqsAllows() {
    client.sendMessage(send -> send.queueUrl(url).messageBody("{}"));
    String handle = receive(url).getFirst().receiptHandle();
    queue.hide(Map.of(handle, Duration.ofDays(3)));
    assertThat(receive(url)).isEmpty();
    queue.hide(Map.of(handle, Duration.ZERO));
    assertThat(receive(url)).hasSize(1);
  }

  @Test
  void hidesAsManyAsItIsGiven() {
    Map<String, Duration> pauses = new java.util.LinkedHashMap<>();
    for (int i = 0; i < 23; i++) {
      client.sendMessage(send -> send.queueUrl(url).messageBody("many"));
    }
    while (pauses.size() < 23) {
      receive(url).forEach(message -> pauses.put(message.receiptHandle(), Duration.ofMinutes(5)));
    }
    pauses.put("no such handle", Duration.ofMinutes(5));

    queue.hide(pauses);

    assertThat(receive(url)).isEmpty();
  }
}

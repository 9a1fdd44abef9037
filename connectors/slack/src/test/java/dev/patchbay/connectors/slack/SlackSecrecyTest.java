package dev.patchbay.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Reconciling;
import dev.patchbay.connectors.spi.Sender;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Neither a token nor a webhook's address is ever told, whatever fails and however it quotes. */
class SlackSecrecyTest {
  private static final String PATH = "/services/T0ACME001/B0HOOK001/s3cret";
  private static final String QUOTES = Bench.TOKEN + " " + PATH;

  private final Bench bench = new Bench();
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(logged, true, StandardCharsets.UTF_8));
    System.setErr(System.out);
  }

  @AfterEach
  void stop() {
    System.setOut(out);
    System.setErr(err);
    bench.close();
  }

  @Test
  void tellsNoSecret() {
    List<Sender> senders =
        List.of(bench.sender, bench.sender(Map.of("webhookUrl", "https://hooks.slack.com" + PATH)));
    StringBuilder told = new StringBuilder();
    for (Sender sender : senders) {
      for (int status : new int[] {200, 302, 400, 403, 404, 429, 500}) {
        bench.slack.answers(status, QUOTES, "Location", "https://hooks.slack.com" + PATH);
        told.append(sender.send(bench.delivery(Map.of("card", false))));
        bench.slack.answers(status, "{\"ok\":false,\"error\":\"" + QUOTES + "\"}");
        told.append(sender.send(bench.delivery(Map.of("card", false))));
      }
      bench.slack.breaks();
      told.append(sender.send(bench.delivery(Map.of())));
    }
    Delivery delivery = bench.delivery(Map.of("channel", "C012345678"));
    for (int status : new int[] {200, 500}) {
      bench.slack.answers(status, "{\"ok\":false,\"error\":\"" + QUOTES + "\"}");
      told.append(failure(delivery));
      bench.slack.answers(status, QUOTES);
      told.append(failure(delivery));
    }
    bench.slack.close();
    senders.forEach(sender -> told.append(sender.send(bench.delivery(Map.of()))));

    System.out.flush();
    assertThat(told + logged.toString(StandardCharsets.UTF_8))
        .isNotEmpty()
        .doesNotContain(Bench.TOKEN, "s3cret", "B0HOOK001");
  }

  private String failure(Delivery delivery) {
    try {
      return ((Reconciling) bench.sender).find(delivery).toString();
    } catch (RuntimeException e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace, true));
      return trace.toString();
    }
  }
}

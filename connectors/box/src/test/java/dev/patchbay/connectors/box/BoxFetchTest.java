package dev.patchbay.connectors.box;

import static dev.patchbay.connectors.box.BoxServer.FILE;
import static dev.patchbay.connectors.box.BoxServer.MARK;
import static dev.patchbay.connectors.box.BoxServer.TOKEN;
import static dev.patchbay.connectors.box.BoxServer.conflict;
import static dev.patchbay.connectors.box.BoxServer.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.testkit.Loopback;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoxFetchTest {
  private final BoxServer box = new BoxServer();
  private final Loopback files = new Loopback();

  @AfterEach
  void stop() {
    box.close();
    files.close();
  }

  private Outcome send(String onConflict) {
    return box.sender(Map.of("token", TOKEN, "fetchFrom", List.of(files.url())))
        .send(
            BoxServer.delivery(
                Map.of(
                    "fetch",
                    files.url() + "/{{ source }}.pdf",
                    "name",
                    "a.pdf",
                    "onConflict",
                    onConflict)));
  }

  @Test
  void putsAFetchedFileIntoTheFolder() {
    files.answers(200, "hello");
    box.answers(201, FILE);
    assertThat(send("version")).isEqualTo(new Outcome.Delivered(new Receipt("77")));
    assertThat(files.requests().getFirst().path()).isEqualTo("/github.pdf");
    assertThat(files.requests().getFirst().headers()).doesNotContainKey("authorization");
    assertThat(box.request(0).body()).contains("\r\nhello\r\n", "a.pdf");
  }

  @Test
  void givesAFetchedFileItsSuffixAtOnceSinceItMayDifferAtEachAttempt() {
    files.answers(200, "hello").answers(200, "hello again");
    box.answers(201, FILE).answers(409, conflict(file("77", "00")));
    assertThat(send("suffix")).isEqualTo(new Outcome.Delivered(new Receipt("77")));
    assertThat(send("suffix")).isEqualTo(new Outcome.Delivered(new Receipt("77")));
    assertThat(box.request(0).body()).contains("\"name\":\"a (" + MARK + ").pdf\"");
    assertThat(box.asked()).hasSize(2);
  }

  @Test
  void asksBoxForNothingWhereThereIsNoFile() {
    files.answers(404, "");
    assertThat(send("version")).isInstanceOf(Outcome.Rejected.class);
    files.answers(503, "");
    assertThat(send("version")).isInstanceOf(Outcome.Retry.class);
    assertThat(box.asked()).isEmpty();
  }
}

package dev.patchbay.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.catalog.Kind;
import dev.patchbay.catalog.NewEntry;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code catalog new connector} writes works as it is. */
class NewConnectorTest {
  @TempDir private Path root;
  private ConnectorEntry entry;

  @BeforeEach
  void startOne() throws IOException {
    Path file = new NewEntry(root).write(Kind.CONNECTOR, "acme").getFirst();
    entry = Records.bind(Json.parseObject(Files.readString(file)), ConnectorEntry.class);
  }

  @Test
  void delivers() throws IOException {
    try (Destination acme = new Destination(201, "{\"id\": \"message-1\"}")) {
      assertThat(Deliveries.send(entry, acme.url(), Map.of("text", "hello")))
          .isEqualTo(new Outcome.Delivered(new Receipt("message-1")));
      Destination.Got got = acme.got().getFirst();
      assertThat(got.uri()).isEqualTo("/v1/messages");
      assertThat(got.header("Authorization")).isEqualTo("Bearer s3cret-token");
      assertThat(got.header("Idempotency-key")).isEqualTo("marker");
      assertThat(got.body()).isEqualTo("{\"text\":\"hello\",\"severity\":\"info\"}");
    }
  }

  @Test
  void saysWhyItWasRefused() throws IOException {
    try (Destination acme = new Destination(400, "{\"error\": \"text is missing\"}")) {
      assertThat(Deliveries.send(entry, acme.url()))
          .isEqualTo(new Outcome.Rejected("HTTP 400: text is missing"));
    }
  }
}

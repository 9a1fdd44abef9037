package dev.patchbay.connectors.box;

import static dev.patchbay.connectors.box.BoxServer.FILE;
import static dev.patchbay.connectors.box.BoxServer.conflict;
import static dev.patchbay.connectors.box.BoxServer.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChunkedUploadTest {
  private static final int SIZE = (int) Uploads.CHUNKED;
  private static final int PART = 12_000_000;
  private static final String TEXT = "0123456789".repeat(SIZE / 10);
  private static final String SESSIONS = "/api/2.0/files/upload_sessions";
  private static final String SESSION =
      "{\"id\":\"S1\",\"type\":\"upload_session\",\"part_size\":%d,\"total_parts\":2}"
          .formatted(PART);
  private static final Outcome DELIVERED = new Outcome.Delivered(new Receipt("77"));

  private final BoxServer box = new BoxServer();

  @AfterEach
  void stop() {
    box.close();
  }

  private Outcome send() {
    return box.send(Map.of("content", TEXT, "name", "big.txt", "folder", "42"));
  }

  private static String part(String id, int offset, int size) {
    return "{\"part_id\":\"%s\",\"offset\":%d,\"size\":%d,\"sha1\":\"%s\"}"
        .formatted(id, offset, size, sha1(offset, size));
  }

  private static String uploaded(String id, int offset, int size) {
    return "{\"part\":" + part(id, offset, size) + "}";
  }

  private static String sha1(int offset, int size) {
    return HexFormat.of().formatHex(digest(offset, size));
  }

  private static byte[] digest(int offset, int size) {
    return Content.digest()
        .digest(TEXT.substring(offset, offset + size).getBytes(StandardCharsets.US_ASCII));
  }

  private static String header(int offset, int size) {
    return "sha=" + Base64.getEncoder().encodeToString(digest(offset, size));
  }

  private BoxServer parts() {
    return box.answers(201, SESSION)
        .answers(200, uploaded("A", 0, PART))
        .answers(200, uploaded("B", PART, SIZE - PART));
  }

  @Test
  void uploadsALargeFileInPartsWithTheirDigests() {
    parts().answers(201, FILE);

    assertThat(send()).isEqualTo(DELIVERED);

    assertThat(box.asked())
        .containsExactly(
            "POST " + SESSIONS,
            "PUT " + SESSIONS + "/S1",
            "PUT " + SESSIONS + "/S1",
            "POST " + SESSIONS + "/S1/commit");
    assertThat(box.request(0).body())
        .contains("\"folder_id\":\"42\"", "\"file_size\":20000000", "\"file_name\":\"big.txt\"");
    assertThat(box.request(1).headers())
        .containsEntry("content-range", "bytes 0-11999999/20000000")
        .containsEntry("digest", header(0, PART));
    assertThat(box.request(2).headers())
        .containsEntry("content-range", "bytes 12000000-19999999/20000000")
        .containsEntry("digest", header(PART, SIZE - PART));
    assertThat(box.request(1).body() + box.request(2).body()).isEqualTo(TEXT);
    assertThat(box.request(3).headers()).containsEntry("digest", header(0, SIZE));
    assertThat(box.request(3).body()).contains("\"part_id\":\"A\"", "\"part_id\":\"B\"");
  }

  @Test
  void sendsAPartAgainThatDidNotArrive() {
    box.answers(201, SESSION)
        .breaks()
        .answers(200, "{\"entries\":[]}")
        .answers(200, uploaded("A", 0, PART))
        .answers(400, "{\"code\":\"bad_digest\"}")
        .answers(200, "{\"entries\":[" + part("A", 0, PART) + "]}")
        .answers(200, uploaded("B", PART, SIZE - PART))
        .answers(201, FILE);
    assertThat(send()).isEqualTo(DELIVERED);
    assertThat(box.asked()).filteredOn(asked -> asked.startsWith("PUT")).hasSize(4);
  }

  @Test
  void takesAPartThatArrivedThoughItsAnswerDidNot() {
    box.answers(201, SESSION)
        .answers(503, "{}")
        .answers(200, "{\"entries\":[" + part("A", 0, PART) + "]}")
        .answers(200, uploaded("B", PART, SIZE - PART))
        .answers(201, FILE);
    assertThat(send()).isEqualTo(DELIVERED);
    assertThat(box.asked()).filteredOn(asked -> asked.startsWith("PUT")).hasSize(2);
    assertThat(box.request(4).body()).contains("\"part_id\":\"A\"", "\"part_id\":\"B\"");
  }

  @Test
  void endsASessionThatItCannotFinish() {
    box.answers(201, SESSION).answers(429, "{}", "Retry-After", "7").answers(204, "");
    assertThat(send()).isInstanceOf(Outcome.Throttled.class);
    assertThat(box.asked()).last().isEqualTo("DELETE " + SESSIONS + "/S1");
  }

  @Test
  void asksAgainForAFileThatBoxHasNotPutTogetherYet() {
    parts().answers(202, "", "Retry-After", "1").answers(202, "").answers(201, FILE);
    assertThat(send()).isEqualTo(DELIVERED);
    assertThat(box.asked()).filteredOn(asked -> asked.endsWith("/commit")).hasSize(3);
  }

  @Test
  void looksForTheFileNextTimeWhereItDoesNotKnowWhatBecameOfIt() {
    parts().answers(202, "").answers(404, "{\"code\":\"not_found\"}").answers(204, "");
    assertThat(send()).isInstanceOf(Outcome.Retry.class);
    box.answers(409, conflict(file("77", sha1(0, SIZE))));
    assertThat(send()).isEqualTo(DELIVERED);
  }

  @Test
  void makesANewVersionInParts() {
    box.answers(409, conflict(file("55", "00"))).answers(200, "{\"entries\":[]}");
    parts().answers(201, FILE);
    assertThat(send()).isEqualTo(DELIVERED);
    assertThat(box.asked()).contains("POST /api/2.0/files/55/upload_sessions");
  }
}

package dev.patchbay.connectors.box;

import static dev.patchbay.connectors.box.BoxServer.FILE;
import static dev.patchbay.connectors.box.BoxServer.HELLO_SHA1;
import static dev.patchbay.connectors.box.BoxServer.MARK;
import static dev.patchbay.connectors.box.BoxServer.conflict;
import static dev.patchbay.connectors.box.BoxServer.file;
import static dev.patchbay.connectors.box.BoxServer.folder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.spi.Sender;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FilingTest {
  private static final String UPLOAD = "POST /api/2.0/files/content";
  private static final String NO_VERSIONS = "{\"total_count\":0,\"entries\":[]}";
  private final BoxServer box = new BoxServer();

  @AfterEach
  void stop() {
    box.close();
  }

  private static Outcome delivered(String file) {
    return new Outcome.Delivered(new Receipt(file));
  }

  private static Map<String, Object> hello(String onConflict) {
    return Map.of("content", "hello", "name", "a.txt", "onConflict", onConflict);
  }

  @Test
  void takesAFileOfTheSameContentForAnEarlierAttempt() {
    for (String onConflict : new String[] {"version", "suffix", "fail"}) {
      box.answers(409, conflict(file("55", HELLO_SHA1)));
      assertThat(box.send(hello(onConflict))).isEqualTo(delivered("55"));
    }
    assertThat(box.asked()).containsExactly(UPLOAD, UPLOAD, UPLOAD);
  }

  @Test
  void asksForTheDigestThatAConflictDoesNotTell() {
    box.answers(409, conflict("{\"type\":\"file\",\"id\":\"55\"}"))
        .answers(200, file("55", HELLO_SHA1));
    assertThat(box.send(hello("fail"))).isEqualTo(delivered("55"));
    assertThat(box.asked()).containsExactly(UPLOAD, "GET /2.0/files/55?fields=sha1");
  }

  @Test
  void makesANewVersionOfAFileWithOtherContent() {
    box.answers(409, conflict(file("55", "00"))).answers(200, NO_VERSIONS).answers(201, FILE);
    assertThat(box.send(hello("version"))).isEqualTo(delivered("77"));
    assertThat(box.asked())
        .containsExactly(
            UPLOAD, "GET /2.0/files/55/versions?limit=100", "POST /api/2.0/files/55/content");
    assertThat(box.request(2).headers()).containsEntry("content-md5", HELLO_SHA1);
  }

  @Test
  void findsItsVersionUnderThatOfALaterEvent() {
    String version = "{\"id\":\"1\",\"sha1\":\"%s\",\"created_at\":\"%s\"}";
    String since = "2026-11-23T02:00:05-08:00";
    box.answers(409, conflict(file("55", "00")))
        .answers(200, "{\"entries\":[" + version.formatted(HELLO_SHA1, since) + "]}");
    assertThat(box.send(hello("version"))).isEqualTo(delivered("55"));
    assertThat(box.asked()).hasSize(2);
  }

  @Test
  void makesAVersionAgainWhoseContentTheFileHadBeforeTheEvent() {
    String before = "2026-11-23T09:00:00+00:00";
    box.answers(409, conflict(file("55", "00")))
        .answers(
            200,
            "{\"entries\":[{\"id\":\"1\",\"sha1\":\"%s\",\"created_at\":\"%s\"}]}"
                .formatted(HELLO_SHA1, before))
        .answers(201, FILE);
    assertThat(box.send(hello("version"))).isEqualTo(delivered("77"));
  }

  @Test
  void putsASuffixBeforeTheExtensionAndFindsItAgain() {
    box.answers(409, conflict(file("55", "00"))).answers(201, FILE);
    assertThat(box.send(hello("suffix"))).isEqualTo(delivered("77"));
    assertThat(box.request(1).body()).contains("\"name\":\"a (" + MARK + ").txt\"");

    box.answers(409, conflict(file("55", "00"))).answers(409, conflict(file("77", HELLO_SHA1)));
    assertThat(box.send(hello("suffix"))).isEqualTo(delivered("77"));
  }

  @Test
  void givesUpAFileWhoseNameIsTakenWhereTheRouteSaysSo() {
    box.answers(409, conflict(file("55", "00")));
    assertThat(box.send(hello("fail"))).isInstanceOf(Outcome.Rejected.class);
    assertThat(box.asked()).hasSize(1);
  }

  @Test
  void rejectsAFileWhereAFolderHasItsName() {
    box.answers(409, conflict(folder("55")));
    assertThat(box.send(hello("version"))).isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  void makesTheFoldersOfAPathOnceAndTakesThoseThatAreThere() {
    Sender sender = box.sender();
    box.answers(409, conflict("[" + folder("11") + "]"))
        .answers(201, folder("12"))
        .answers(201, FILE)
        .answers(201, FILE);
    Map<String, Object> parameters = Map.of("folder", "/Audit/{{ source }}/");
    sender.send(BoxServer.delivery(parameters));
    sender.send(BoxServer.delivery(parameters));
    assertThat(box.asked())
        .containsExactly("POST /2.0/folders", "POST /2.0/folders", UPLOAD, UPLOAD);
    assertThat(box.request(0).body()).contains("\"name\":\"Audit\"", "\"id\":\"0\"");
    assertThat(box.request(1).body()).contains("\"name\":\"github\"", "\"id\":\"11\"");
    assertThat(box.request(3).body()).contains("\"parent\":{\"id\":\"12\"}");
  }

  @Test
  void walksAPathAnewWhoseFolderIsGone() {
    Sender sender = box.sender();
    box.answers(201, folder("11")).answers(201, FILE);
    sender.send(BoxServer.delivery(Map.of("folder", "/Audit")));
    box.answers(404, "{\"code\":\"trashed\"}").answers(201, folder("12")).answers(201, FILE);
    assertThat(sender.send(BoxServer.delivery(Map.of("folder", "/Audit"))))
        .isEqualTo(delivered("77"));
    assertThat(box.request(4).body()).contains("\"parent\":{\"id\":\"12\"}");
  }

  @Test
  void startsAPathAtAFolder() {
    box.answers(201, folder("12")).answers(201, FILE);
    box.send(Map.of("folder", "42/{{ source }}"));
    assertThat(box.request(0).body()).contains("\"name\":\"github\"", "\"id\":\"42\"");
  }

  @Test
  void rejectsAPathThroughAFile() {
    box.answers(409, conflict("[" + file("9", "00") + "]"));
    assertThat(box.send(Map.of("folder", "/a/b"))).isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  void keepsWhatAPayloadInsertsInOnePieceOfThePath() {
    box.answers(201, folder("11")).answers(201, folder("12")).answers(201, FILE);
    box.send(Map.of("folder", "/{{ \"../a\\\\b/c\\nd\" }}/{{ actor }}"));
    assertThat(box.request(0).body()).contains("\"name\":\".._a_b_c_d\"");
    assertThat(box.request(1).body()).contains("\"name\":\"__\"");
  }
}

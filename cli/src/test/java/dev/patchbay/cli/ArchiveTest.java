package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Events as files in S3, from the rule of a route and by the template's own Firehose stream. */
final class ArchiveTest {
  private static final String ROUTES =
      """
      routes:
        - name: keep
          when: {source: [github]}
          deliver:
            - archive: {}
      """;
  private static final String BUCKET = "patchbay-routes-archiveconnector-bucket";

  @TempDir Path folder;

  private static String post(TestHub hub, String ref) throws Exception {
    String id = UUID.randomUUID().toString();
    byte[] push = Json.writeBytes(Map.of("ref", ref));
    assertThat(hub.post("push", id, push).statusCode()).isEqualTo(202);
    return id;
  }

  private static List<S3Object> objects(S3Client s3) {
    return s3.listObjectsV2(list -> list.bucket(BUCKET).prefix("events/")).contents();
  }

  private static List<String> lines(S3Client s3, S3Object object) {
    byte[] zipped = s3.getObjectAsBytes(get -> get.bucket(BUCKET).key(object.key())).asByteArray();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static S3Client s3(TestHub hub) {
    return Running.at(hub.hub()).client(S3Client.builder()).forcePathStyle(true).build();
  }

  @Test
  void eventsOfFiveMinutesLieInOneFileOfTheirDay() throws Exception {
    String first;
    try (TestHub hub = TestHub.start(folder, ROUTES, TestHub.githubSecret());
        S3Client s3 = s3(hub)) {
      first = post(hub, "refs/heads/one");
      assertThat(objects(s3)).isEmpty();
      assertThat(hub.hub().notRun())
          .containsKeys("AWS::Glue::Table", "AWS::Athena::WorkGroup")
          .doesNotContainKeys("AWS::KinesisFirehose::DeliveryStream", "targets of rules");
    } // what has not been written yet outlives the hub
    try (TestHub hub = TestHub.start(folder, ROUTES, TestHub.githubSecret());
        S3Client s3 = s3(hub)) {
      String second = post(hub, "refs/heads/two\nthree");
      hub.hub().clock().advance(Duration.ofSeconds(301));
      TestHub.await(() -> objects(s3).size() == 1);
      S3Object object = objects(s3).getFirst();
      String day = LocalDate.now(ZoneOffset.UTC).toString();
      assertThat(object.key())
          .startsWith("events/day=" + day + "/patchbay-archive-1-")
          .endsWith(".json.gz");
      // At least once: where the machine is slow, the bus may have been asked twice.
      assertThat(lines(s3, object))
          .extracting(line -> Json.parseObject(line).get("id"))
          .containsOnly(first, second);
      assertThat(hub.run("deadletters")).isEqualTo("0 No dead letters.");
    }
  }
}

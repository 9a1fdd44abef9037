package dev.patchbay.local.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.local.aws.LocalAws;
import dev.patchbay.local.template.TemplateException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3ServiceTest {
  private static final String BUCKET = "payloads";

  @TempDir Path folder;
  private LocalAws aws;
  private S3Client s3;

  @BeforeEach
  void open() {
    aws = new LocalAws(folder);
    s3 = aws.client(S3Client.builder());
    Map<String, Object> rule = Map.of("Status", "Enabled", "ExpirationInDays", "30");
    aws.create(
        "AWS::S3::Bucket",
        "Payloads",
        Map.of("BucketName", BUCKET, "LifecycleConfiguration", Map.of("Rules", List.of(rule))));
  }

  @AfterEach
  void close() {
    s3.close();
    aws.close();
  }

  private void put(String key, String text) {
    s3.putObject(it -> it.bucket(BUCKET).key(key), RequestBody.fromString(text));
  }

  private String get(String key, String range) {
    return s3.getObjectAsBytes(it -> it.bucket(BUCKET).key(key).range(range)).asUtf8String();
  }

  private List<String> keys() {
    return s3.listObjectsV2(it -> it.bucket(BUCKET)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  @Test
  void givesBackAnObject() {
    String key = "a b/ü+%.json";
    var put =
        s3.putObject(
            it -> it.bucket(BUCKET).key(key).contentType("application/json"),
            RequestBody.fromString("{\"ü\":1}"));

    var got = s3.getObjectAsBytes(it -> it.bucket(BUCKET).key(key));

    assertThat(got.asUtf8String()).isEqualTo("{\"ü\":1}");
    assertThat(got.response().contentType()).isEqualTo("application/json");
    assertThat(got.response().eTag()).isEqualTo(put.eTag()).hasSize(34);
    assertThat(s3.headObject(it -> it.bucket(BUCKET).key(key)).contentLength()).isEqualTo(8);
    assertThat(keys()).containsExactly(key);
  }

  @Test
  void givesRangesOfAnObject() {
    put("a", "0123456789");

    assertThat(get("a", "bytes=2-4")).isEqualTo("234");
    assertThat(get("a", "bytes=8-")).isEqualTo("89");
    assertThat(get("a", "bytes=-3")).isEqualTo("789");
    assertThatThrownBy(() -> get("a", "bytes=10-"))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("range is not satisfiable");
  }

  @Test
  void keepsTheFirstOfTwoThatMayNotReplace() {
    put("a", "first");

    assertThatThrownBy(
            () ->
                s3.putObject(
                    it -> it.bucket(BUCKET).key("a").ifNoneMatch("*"),
                    RequestBody.fromString("second")))
        .isInstanceOf(S3Exception.class)
        .satisfies(e -> assertThat(((S3Exception) e).statusCode()).isEqualTo(412));
    assertThat(get("a", null)).isEqualTo("first");
  }

  @Test
  void holdsAnObjectToItsChecksum() {
    s3.putObject(
        it -> it.bucket(BUCKET).key("a").checksumAlgorithm(ChecksumAlgorithm.SHA256),
        RequestBody.fromString("text"));
    assertThat(get("a", null)).isEqualTo("text");

    assertThatThrownBy(
            () ->
                s3.putObject(
                    it -> it.bucket(BUCKET).key("b").checksumCRC32("AAAAAA=="),
                    RequestBody.fromString("text")))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("CRC32 you specified did not match");
    assertThat(keys()).containsExactly("a");
  }

  @Test
  void tellsAMissingKeyFromAMissingBucket() {
    assertThatThrownBy(() -> get("none", null))
        .isInstanceOf(NoSuchKeyException.class)
        .hasMessageContaining("The specified key does not exist.");
    assertThatThrownBy(() -> s3.headObject(it -> it.bucket(BUCKET).key("none")))
        .isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> s3.listObjectsV2(it -> it.bucket("none")))
        .isInstanceOf(NoSuchBucketException.class);
  }

  @Test
  void listsFoldersAndKeysOverPages() {
    for (String day : List.of("01", "02", "03")) {
      IntStream.range(0, 3).forEach(i -> put("in/2026/" + day + "/" + i, "x"));
    }
    put("in/2026/readme", "x");
    put("out/2026", "x");
    List<String> found = new ArrayList<>();

    for (ListObjectsV2Response page :
        s3.listObjectsV2Paginator(
            it -> it.bucket(BUCKET).prefix("in/2026/").delimiter("/").maxKeys(2))) {
      assertThat(page.keyCount()).isLessThanOrEqualTo(2);
      page.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(found::add);
      page.contents().stream().map(S3Object::key).forEach(found::add);
    }

    assertThat(found)
        .containsExactly("in/2026/01/", "in/2026/02/", "in/2026/03/", "in/2026/readme");
  }

  @Test
  void listsByMarkerToo() {
    List.of("a", "b/1", "b/2", "c").forEach(key -> put(key, "x"));

    var first = s3.listObjects(it -> it.bucket(BUCKET).delimiter("/").maxKeys(2));
    var rest = s3.listObjects(it -> it.bucket(BUCKET).delimiter("/").marker(first.nextMarker()));

    assertThat(first.nextMarker()).isEqualTo("b/");
    assertThat(rest.contents()).extracting(S3Object::key).containsExactly("c");
    assertThat(rest.commonPrefixes()).isEmpty();
  }

  @Test
  void deletesOneAndMany() {
    List.of("a", "b", "c<&>").forEach(key -> put(key, "x"));

    s3.deleteObject(it -> it.bucket(BUCKET).key("a"));
    s3.deleteObject(it -> it.bucket(BUCKET).key("a"));
    List<ObjectIdentifier> rest =
        Stream.of("b", "c<&>").map(it -> ObjectIdentifier.builder().key(it).build()).toList();
    var deleted = s3.deleteObjects(it -> it.bucket(BUCKET).delete(d -> d.objects(rest)));

    assertThat(deleted.deleted()).extracting(DeletedObject::key).containsExactly("b", "c<&>");
    assertThat(keys()).isEmpty();
  }

  @Test
  void forgetsObjectsWhoseDaysHaveGone() throws InterruptedException {
    put("old", "x");

    aws.clock.advance(Duration.ofDays(31));

    for (int i = 0; i < 500 && !keys().isEmpty(); i++) {
      Thread.sleep(10);
    }
    assertThat(keys()).isEmpty();
  }

  @Test
  void refusesWhatItDoesNotDo() {
    assertThatThrownBy(() -> s3.createMultipartUpload(it -> it.bucket(BUCKET).key("a")))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("in one piece");
    Map<String, Object> versions = Map.of("VersioningConfiguration", Map.of("Status", "Enabled"));
    assertThatThrownBy(() -> aws.create("AWS::S3::Bucket", "Kept", versions))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("Kept");
  }
}

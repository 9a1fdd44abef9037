package dev.patchbay.connectors.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.testkit.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {
  private final Loopback server = new Loopback();
  private final Download named = download(List.of(HttpUrl.get(server.url())), 20);

  @AfterEach
  void stop() {
    server.close();
  }

  /** A name server that knows one name, and knows it as an address of the inside. */
  private static List<InetAddress> rebound(String host) throws UnknownHostException {
    return host.equals("rebound.example.com")
        ? List.of(InetAddress.getByName("198.51.101.7"), InetAddress.getByName("127.0.0.1"))
        : Dns.SYSTEM.lookup(host);
  }

  private static Download download(List<HttpUrl> origins, long largest) {
    return new Download(origins, DownloadTest::rebound, Duration.ofSeconds(10), largest);
  }

  private static Outcome refusal(Download download, String url) {
    return catchThrowableOfType(Refused.class, () -> download.fetch(url).close()).outcome();
  }

  @Test
  void fetchesAFileAndItsDigestAndLeavesNothingBehind() throws IOException {
    server.answers(200, "hello");
    Path file;
    try (Content content = named.fetch(server.url() + "/a?b=c")) {
      assertThat(content.size()).isEqualTo(5);
      assertThat(content.sha1()).isEqualTo(BoxServer.HELLO_SHA1);
      assertThat(content.from(1)).hasContent("ello");
      assertThat(content.from(0)).hasContent("hello");
      file = ((Content.Stored) content).file();
      assertThat(file).exists();
    }
    assertThat(file).doesNotExist();
    assertThat(server.requests().getFirst().path()).isEqualTo("/a?b=c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[fd00:ec2::254]/",
        "https://2130706433/",
        "https://rebound.example.com/"
      })
  void fetchesNothingFromTheInside(String url) {
    assertThat(refusal(download(List.of(), 20), url)).isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  void fetchesNothingWithoutTlsUnlessTheSecretNamesTheOrigin() {
    assertThat(refusal(download(List.of(), 20), server.url())).isInstanceOf(Outcome.Rejected.class);
    assertThat(refusal(download(List.of(HttpUrl.get("http://127.0.0.1:1")), 20), server.url()))
        .isInstanceOf(Outcome.Rejected.class);
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://example.com/", "file:///etc/passwd", "example.com", "", "https://"})
  void fetchesNothingFromWhatIsNoAddress(String url) {
    assertThat(refusal(named, url)).isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  void followsRedirectsThatStayWhereItMayGo() throws IOException {
    server.answers(302, "", "Location", "/b").answers(200, "hello");
    try (Content content = named.fetch(server.url() + "/a")) {
      assertThat(content.from(0)).hasContent("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://127.0.0.1:1/x", "http://example.com/", "https://[::1]/", "::"})
  void followsNoRedirectToWhereItMayNotGo(String location) {
    server.answers(302, "", "Location", location);
    if (location.equals("::")) { // a path of the same server
      server.answers(404, "");
    }
    assertThat(refusal(named, server.url())).isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  void followsNoCircle() {
    for (int i = 0; i < 10; i++) {
      server.answers(302, "", "Location", "/");
    }
    assertThat(refusal(named, server.url())).isInstanceOf(Outcome.Rejected.class);
    assertThat(server.requests()).hasSize(6);
  }

  @Test
  void stopsAtTheLargestFile() {
    server.answers(200, "x".repeat(20)).answers(200, "x".repeat(21));
    named.fetch(server.url()).close();
    assertThat(refusal(named, server.url()))
        .isEqualTo(new Outcome.Rejected("the file has more than the 20 bytes that are fetched"));
  }

  @ParameterizedTest
  @CsvSource({
    "404, Rejected",
    "410, Rejected",
    "401, Rejected",
    "403, Rejected",
    "304, Rejected",
    "408, Retry",
    "429, Retry",
    "500, Retry",
    "503, Retry"
  })
  void knowsWhetherTheFileMayComeLater(int status, String outcome) {
    server.answers(status, "");
    assertThat(refusal(named, server.url() + "/a?key=a-secret"))
        .satisfies(
            got -> {
              assertThat(got.getClass().getSimpleName()).isEqualTo(outcome);
              assertThat(got.toString()).contains("127.0.0.1").doesNotContain("a-secret");
            });
  }

  @Test
  void triesLaterWhereNobodyAnswersOrTheAnswerBreaksOff() {
    server.breaks();
    assertThat(refusal(named, server.url())).isInstanceOf(Outcome.Retry.class);
    server.close();
    assertThat(refusal(named, server.url())).isInstanceOf(Outcome.Retry.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"93.184.216.34", "100.63.0.1", "172.15.0.1", "192.0.1.1", "2606:4700::1111"})
  void knowsTheInternet(String address) throws UnknownHostException {
    assertThat(PublicDns.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.1.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::a00:1",
        "fc00::1",
        "fd00::1",
        "fe80::1",
        "ff02::1",
        "2001::1",
        "2001:db8::1",
        "2002:a00:1::",
        "3fff::1"
      })
  void knowsWhatIsNotOfTheInternet(String address) throws UnknownHostException {
    assertThat(PublicDns.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @Test
  void resolvesNoNameToTheInsideEvenInPart() {
    assertThatThrownBy(() -> new PublicDns(DownloadTest::rebound).lookup("rebound.example.com"))
        .isInstanceOf(PublicDns.Inside.class);
  }
}

package dev.patchbay.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.testkit.Entries;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collector whose certificate no public authority knows. */
class TrustTest {
  private static final String LOCAL = "ip:127.0.0.1";

  @TempDir Path folder;
  private HttpsServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  /** Runs the JDK's own keytool. */
  private void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", "changeit", "-storetype", "PKCS12"));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }

  private void key(String name, String host, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name));
    arguments.addAll(List.of("-ext", "san=" + host, "-keystore", name + ".p12"));
    arguments.addAll(List.of(more));
    keytool(arguments.toArray(String[]::new));
  }

  private KeyStore store(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(in, "changeit".toCharArray());
    }
    return store;
  }

  private String pem(String name) throws Exception {
    byte[] bytes = store(name).getCertificate(name).getEncoded();
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(bytes)
        + "\n-----END CERTIFICATE-----\n";
  }

  private void serve(String name) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    char[] password = "changeit".toCharArray();
    KeyStore all = store(name);
    KeyStore alone = KeyStore.getInstance("PKCS12"); // and not the authority's key beside it
    alone.load(null, null);
    alone.setKeyEntry(name, all.getKey(name, password), password, all.getCertificateChain(name));
    keys.init(alone, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] answer = "{\"text\":\"Success\",\"code\":0}".getBytes();
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  private Outcome send(String certificate) {
    Map<String, Object> secret = new HashMap<>();
    secret.put("token", "s3cret-token");
    secret.put(
        "baseUrl", "https://127.0.0.1:" + (server == null ? 1 : server.getAddress().getPort()));
    if (certificate != null) {
      secret.put("certificate", certificate);
    }
    return new HttpConnector(
            "splunk",
            new Transport(Duration.ofSeconds(5), Duration.ofSeconds(5)),
            (_, _, _) -> true,
            Clock.systemUTC(),
            "eu-west-1")
        .connect(Entries.connection("splunk", secret))
        .send(Entries.delivery("splunk", Deliveries.event(), Map.of()));
  }

  /** Splunk's default certificate does not bear the host's name. */
  @Test
  void isTrustedWhereItShowsTheVeryCertificateWhateverItsName() throws Exception {
    key("own", "dns:SplunkServerDefaultCert");
    serve("own");
    assertThat(send(pem("own"))).isInstanceOf(Outcome.Delivered.class);
  }

  @Test
  void isNotTrustedWithoutIt() throws Exception {
    key("own", LOCAL);
    key("other", LOCAL);
    serve("own");
    Outcome refused = new Outcome.Misconfigured("the destination's certificate is not trusted");
    assertThat(send(null)).isEqualTo(refused);
    assertThat(send(pem("other"))).isEqualTo(refused);
    assertThat(send(pem("other") + pem("own"))).isInstanceOf(Outcome.Delivered.class);
  }

  @Test
  void isTrustedUnderItsNameWhereTheAuthorityIsNamed() throws Exception {
    key("authority", "dns:authority.example", "-ext", "bc:c");
    for (String host : List.of(LOCAL, "dns:elsewhere.example")) {
      Files.deleteIfExists(folder.resolve("leaf.p12"));
      Files.copy(folder.resolve("authority.p12"), folder.resolve("leaf.p12"));
      key("leaf", host, "-signer", "authority");
      serve("leaf");
      assertThat(send(pem("authority")))
          .as(host)
          .isInstanceOf(host.equals(LOCAL) ? Outcome.Delivered.class : Outcome.Misconfigured.class);
      server.stop(0);
    }
  }

  /** One call in a JVM of its own, which trusts what this store holds as the public authorities. */
  private String calledTrusting(Path store, String address) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djavax.net.ssl.trustStore=" + store,
                "-Djavax.net.ssl.trustStorePassword=changeit",
                "-cp",
                System.getProperty("java.class.path"),
                TrustTest.class.getName(),
                address)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes()).strip();
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  public static void main(String[] address) {
    Exchange exchange =
        new Transport(Duration.ofSeconds(5), Duration.ofSeconds(5))
            .exchange(new HttpRequest("GET", URI.create(address[0]), Map.of(), new byte[0]));
    System.out.println(exchange.getClass().getSimpleName());
  }

  @Test
  void isTrustedUnderItsNameWhereAPublicAuthorityVouchesForIt() throws Exception {
    key("authority", "dns:authority.example", "-ext", "bc:c");
    Path store = folder.resolve("authority.p12");
    for (String host : List.of(LOCAL, "dns:elsewhere.example")) {
      Files.copy(store, folder.resolve("leaf.p12"), StandardCopyOption.REPLACE_EXISTING);
      key("leaf", host, "-signer", "authority");
      serve("leaf");
      assertThat(calledTrusting(store, "https://127.0.0.1:" + server.getAddress().getPort()))
          .as(host)
          .isEqualTo(host.equals(LOCAL) ? "Answered" : "NotTrusted");
      server.stop(0);
    }
  }

  @Test
  void aCallByPlainHttpReadsNoTrustStore() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.p12"), "no store");
    try (Destination destination = new Destination(200, "{}")) {
      assertThat(calledTrusting(broken, destination.url())).isEqualTo("Answered");
    }
  }

  @Test
  void isMisconfiguredWhereTheCertificateIsNone() {
    assertThatThrownBy(() -> send("-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----"))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessage(
            "secret patchbay/connectors/splunk: certificate must be PEM, from -----BEGIN"
                + " CERTIFICATE-----");
  }
}

package dev.patchbay.cli;

import com.sun.net.httpserver.HttpServer;
import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.iam.Permissions;
import dev.patchbay.local.sandbox.Faults;
import dev.patchbay.local.sandbox.Inbox;
import dev.patchbay.local.sandbox.Proofs;
import dev.patchbay.local.sandbox.Sandbox;
import dev.patchbay.local.sandbox.SandboxControl;
import dev.patchbay.local.sandbox.StandInSecrets;
import dev.patchbay.local.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** The stand-ins of the real catalog with no hub around them, whose secrets a test knows. */
final class TestSandbox implements AutoCloseable {
  private final Map<String, Object> more = new LinkedHashMap<>();
  private final Faults faults = new Faults(Instant::now);
  private final HttpServer server;
  private final Store store;
  private final Inbox inbox;
  private final StandInSecrets secrets;

  TestSandbox(Path folder) throws IOException {
    CatalogFile catalog = CatalogFile.read(TestHub.ROOT.resolve("connector-catalog.json"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    store = Store.open(folder.resolve("sandbox.db"));
    inbox = new Inbox(store);
    secrets = new StandInSecrets(catalog, this::url, store);
    server.createContext(
        Sandbox.PATH,
        new Sandbox(
            catalog,
            this::secret,
            inbox,
            faults,
            new Proofs(new Permissions(), InstantSource.system()),
            InstantSource.system()));
    server.createContext(SandboxControl.PATH, new SandboxControl(catalog, faults));
    server.start();
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The stand-in's own secret, as the hub would hand it to the connector. */
  @SuppressWarnings("unchecked")
  Map<String, Object> secret(String connector) {
    return more.containsKey(connector)
        ? (Map<String, Object>) more.get(connector)
        : secrets.ofConnector(connector).orElseThrow();
  }

  /** Gives a stand-in another secret, at the address that it has. */
  void secret(String connector, Map<String, Object> fields) {
    Map<String, Object> secret = new LinkedHashMap<>(fields);
    secret.put("baseUrl", secrets.ofConnector(connector).orElseThrow().get("baseUrl"));
    more.put(connector, secret);
  }

  /** Tells a stand-in to fail for a while, as the command does. */
  void fail(String connector, String status) throws IOException, InterruptedException {
    String wish = Json.write(Map.of("fail", status, "for", "1m", "after", "7s"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + SandboxControl.PATH + connector))
            .header(SandboxControl.HEADER, "1")
            .PUT(HttpRequest.BodyPublishers.ofString(wish))
            .build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
  }

  /** What has arrived at one of them, in the order it did. */
  List<String> texts(String connector) {
    return inbox.after(0, 10_000).stream()
        .filter(arrival -> arrival.connector().equals(connector))
        .map(Inbox.Arrival::text)
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
    store.close();
  }
}

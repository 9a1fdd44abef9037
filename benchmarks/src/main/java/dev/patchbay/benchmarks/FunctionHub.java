package dev.patchbay.benchmarks;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.Hub;
import dev.patchbay.local.HubOptions;
import dev.patchbay.local.sandbox.Inbox;
import dev.patchbay.router.compile.RouteCompiler;
import dev.patchbay.router.reading.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * A hub in this process, for functions that run outside of it: the AWS endpoint that they call, the
 * keys that they sign with, and the sandbox that they deliver to.
 */
final class FunctionHub implements AutoCloseable {
  private final Path secrets;
  private final Hub hub;

  private FunctionHub(Path secrets, Hub hub) {
    this.secrets = secrets;
    this.hub = hub;
  }

  /** Starts a hub with GitHub's secret, whose data lie in the folder; AWS's own events are on. */
  static FunctionHub start(Path root, Path folder, String routes) throws IOException {
    Path catalog = root.resolve("connector-catalog.json");
    Routes read = Routes.parse("routes.yaml", routes, CatalogFile.read(catalog));
    if (!read.problems().isEmpty()) {
      throw new IllegalArgumentException(read.problems().toString());
    }
    String compiled = new RouteCompiler(CatalogFile.read(catalog)).compile(read.routes());
    Path secrets =
        Files.createFile(
            folder.resolve("secrets.json"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    write(secrets, Payload.SECRET);
    return new FunctionHub(
        secrets,
        Hub.start(
            new HubOptions(
                root.resolve("template.yaml"),
                Map.of("DefaultBusSources", "aws.cloudwatch"),
                Files.writeString(folder.resolve("routes.json"), compiled),
                catalog,
                folder.resolve("data"),
                secrets,
                0,
                0,
                0,
                0)));
  }

  /**
   * A function of the template, by the last part of its name. It finds its catalog entry in its
   * jar, as on AWS.
   */
  FunctionCode function(String name) {
    return hub.functions().stream()
        .filter(function -> function.name().equals(Hub.STACK + "-" + name))
        .map(FunctionCode::of)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the template has no function " + name))
        .with("PATCHBAY_CATALOG", "");
  }

  /** Gives GitHub's webhooks another secret. */
  void rotate(String secret) throws IOException {
    write(secrets, secret);
  }

  private static void write(Path file, String secret) throws IOException {
    Files.write(file, Json.writeBytes(Map.of("patchbay/sources/github", Map.of("secret", secret))));
  }

  /** What has reached the sandbox. */
  List<Inbox.Arrival> inbox() {
    return hub.inbox().after(0, 100_000);
  }

  @Override
  public void close() {
    hub.close();
  }
}

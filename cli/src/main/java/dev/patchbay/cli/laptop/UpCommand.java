package dev.patchbay.cli.laptop;

import dev.patchbay.cli.command.Home;
import dev.patchbay.cli.files.HubFiles;
import dev.patchbay.cli.files.ParameterNames;
import dev.patchbay.cli.files.RouteFiles;
import dev.patchbay.cli.hub.HubView;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.secret.Secrets;
import dev.patchbay.local.Hub;
import dev.patchbay.local.HubOptions;
import dev.patchbay.router.reading.Routes;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToIntBiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code patchbay up}: the hub on this machine. */
@Command(
    name = "up",
    description = "Run the hub on this machine, until Ctrl-C.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./patchbay up",
      "  ./patchbay up --routes my-routes.yaml --secrets my-secrets.json",
      "  ./patchbay up --port 0 --aws-port 0 --data /tmp/hub",
      "  ./patchbay up --parameter DefaultBusSources=aws.s3"
    })
public final class UpCommand implements Callable<Integer> {
  private static final int CONSOLE_PORT = 8081;

  @Spec private CommandSpec spec;
  @Mixin private HubFiles files;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "take webhooks here, 0 for any (default: ${DEFAULT-VALUE})")
  private int port = 8080;

  @Option(
      names = "--aws-port",
      paramLabel = "PORT",
      description = "AWS endpoint, 0 for any (default: ${DEFAULT-VALUE})")
  private int awsPort = 4566;

  @Option(
      names = "--console-port",
      paramLabel = "PORT",
      description = "console and sandbox (default: 8081, or any that is free)")
  private Integer consolePort;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "durable data (default: ${DEFAULT-VALUE})")
  private Path data = Path.of(".patchbay");

  @Option(
      names = "--secrets",
      paramLabel = "FILE",
      description = "secrets (default: ${DEFAULT-VALUE}, if it exists)")
  private Path secrets = Path.of("secrets.json");

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "parameter of template.yaml, such as DefaultBusSources=aws.s3; repeatable")
  private Map<String, String> parameters = Map.of();

  @Option(
      names = "--fail",
      paramLabel = "PERCENT",
      description = "fail so many of the functions' AWS calls, to see that nothing is lost")
  private int failing;

  private ToIntBiFunction<PrintWriter, String[]> commands;

  /** By what the console's buttons run commands. */
  public void runCommandsBy(ToIntBiFunction<PrintWriter, String[]> runner) {
    commands = runner;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    CatalogFile entries = files.catalog();
    Routes read = files.routes().read(entries, spec.commandLine().getErr());
    if (read == null) {
      return 1;
    }
    ParameterNames names = ParameterNames.of(parameters, read.routes(), entries);
    Path template = Files.createTempFile("patchbay-routes", ".json");
    Files.writeString(template, RouteFiles.compile(read, entries));
    try (Hub hub =
        Hub.start(
            new HubOptions(
                Home.file("template.yaml"),
                parameters,
                template,
                files.catalogFile(),
                Home.given(data),
                Home.given(secrets),
                port,
                awsPort,
                consolePort(),
                failing))) {
      Files.delete(template);
      serve(hub, names, out);
    }
    return 0;
  }

  private int consolePort() {
    if (consolePort != null) {
      return consolePort;
    }
    try (ServerSocket probe =
        new ServerSocket(CONSOLE_PORT, 1, java.net.InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      return 0;
    }
  }

  private void serve(Hub hub, ParameterNames names, PrintWriter out) throws Exception {
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  await(stopped);
                }));
    try (HubView view = new HubView(Running.at(hub))) {
      hub.showConsole(new ConsoleView(hub, view), new ConsoleActions(Home.given(data), commands));
      announce(hub);
      print(hub, names, out);
      stop.await();
      Files.deleteIfExists(Home.given(data).resolve(Running.HUB_FILE));
      hub.close();
    } finally {
      stopped.countDown();
    }
  }

  private static void await(CountDownLatch stopped) {
    try {
      stopped.await(15, java.util.concurrent.TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells other commands where this hub is, in one step, so that none reads half of it. */
  private void announce(Hub hub) throws IOException {
    Path file = Home.given(data).resolve(Running.HUB_FILE);
    Path draft = file.resolveSibling(Running.HUB_FILE + ".new");
    Map<String, Object> ports =
        Map.of(
            "port",
            hub.port(),
            "awsPort",
            Running.port(hub.endpointUrl()),
            "consolePort",
            Running.port(hub.consoleUrl()));
    Files.write(draft, Json.writeBytes(ports));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void print(Hub hub, ParameterNames names, PrintWriter out) {
    List<String> sandboxed =
        names.connectors().stream()
            .filter(name -> !hub.secretNames().contains(Secrets.ofConnector(name)))
            .toList();
    out.println("Patchbay is up.");
    out.println();
    out.println("  webhooks   " + hub.webhooksUrl() + "/SOURCE");
    out.println("  console    " + hub.consoleUrl());
    out.println("  AWS        " + hub.endpointUrl());
    if (!sandboxed.isEmpty()) {
      out.println(
          "  sandbox    stands in for "
              + String.join(", ", sandboxed)
              + " (no secret in "
              + secrets
              + ")");
    }
    if (!names.off().isEmpty()) {
      out.println("  off        " + String.join(", ", names.off()) + " (their deliveries wait)");
    }
    if ("off".equals(parameters.get("Intake"))) {
      out.println("  off        the intake: every webhook is answered 503");
    }
    if (!hub.notRun().isEmpty()) {
      out.println("  not run    " + notRun(hub.notRun()));
    }
    out.println();
    out.println("Next, in another terminal: ./patchbay send github push" + dataOption());
    out.flush();
  }

  /** One line: by name where they are few, else by their number. */
  private static String notRun(Map<String, List<String>> notRun) {
    return String.join(
        ", ", notRun.entrySet().stream().map(entry -> entry.getKey() + few(entry)).toList());
  }

  private static String few(Map.Entry<String, List<String>> notRun) {
    int count = notRun.getValue().size();
    return count > 2 ? " (" + count + ")" : " " + String.join(" and ", notRun.getValue());
  }

  private String dataOption() {
    return data.equals(Path.of(".patchbay")) ? "" : " --data " + data;
  }
}

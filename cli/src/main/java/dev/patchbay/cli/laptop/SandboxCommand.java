package dev.patchbay.cli.laptop;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.sandbox.SandboxControl;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code patchbay sandbox}: the stand-ins of destinations on this machine. */
@Command(
    name = "sandbox",
    description = {
      "Make a stand-in of the sandbox fail for a while, to see what becomes of deliveries.",
      "With no option: which stand-ins fail now."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./patchbay sandbox slack --fail 429 --for 30s",
      "  ./patchbay sandbox twilio --fail refuse --for 5m",
      "  ./patchbay sandbox slack --well"
    })
public final class SandboxCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Running running;

  @Parameters(arity = "0..1", paramLabel = "CONNECTOR", description = "such as slack")
  private String connector;

  @Option(
      names = "--fail",
      paramLabel = "HOW",
      description =
          "a status such as 429 or 500; slow, to do what is asked and answer too late; or refuse,"
              + " to close the connection")
  private String fail;

  @Option(names = "--for", paramLabel = "TIME", description = "for so long (default: 30s)")
  private String length;

  @Option(
      names = "--after",
      paramLabel = "TIME",
      description = "what a 429 or 503 asks for: come again after that (default: 5s)")
  private String after;

  @Option(names = "--well", description = "make it well at once")
  private boolean well;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (!running.isLocal()) {
      throw new ParameterException(spec.commandLine(), "the sandbox is the laptop's alone");
    }
    if (connector == null && (fail != null || well) || fail != null && well) {
      throw new ParameterException(
          spec.commandLine(), "name a connector and --fail HOW, or a connector and --well");
    }
    if (connector == null || fail == null && !well) {
      return show(ask("GET", "", null));
    }
    Map<String, Object> answer =
        well ? ask("DELETE", connector, null) : ask("PUT", connector, wish());
    if (answer.containsKey("error")) {
      spec.commandLine().getErr().println("patchbay: " + answer.get("error"));
      return 1;
    }
    return show(well ? ask("GET", "", null) : Map.of(connector, answer));
  }

  private Map<String, Object> wish() {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("fail", fail);
    wish.put("for", length);
    wish.put("after", after);
    wish.values().removeIf(java.util.Objects::isNull);
    return wish;
  }

  private int show(Map<String, Object> faults) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(faults));
    } else if (faults.isEmpty()) {
      out.println("Every stand-in is well.");
    }
    if (!json) {
      faults.forEach(
          (name, fault) ->
              out.printf(
                  "%-16s %-7s until %s%n",
                  name, Json.object(fault).get("fail"), Json.object(fault).get("until")));
    }
    out.flush();
    return 0;
  }

  private Map<String, Object> ask(String method, String name, Map<String, Object> body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(Json.writeBytes(body));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(running.consoleUrl() + SandboxControl.PATH + name))
            .header(SandboxControl.HEADER, "1")
            .method(method, publisher)
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return Json.parseObject(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (java.net.ConnectException e) {
      throw new CommandFailure(
          "no hub answers at " + running.consoleUrl() + "; start one: ./patchbay up");
    }
  }
}

package dev.patchbay.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.kit.destination.Mask;
import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.testkit.ConnectorContract;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.connectors.testkit.Loopback;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.expression.Escape;
import dev.patchbay.core.expression.JsonTemplate;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract for every connector that its entry declares in full; what is expected is read there.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("names")
class DeclaredContractTest extends ConnectorContract {
  private final String name;
  private final ConnectorEntry entry;

  DeclaredContractTest(String name) {
    this.name = name;
    this.entry = Entries.of(name);
  }

  static Stream<String> names() throws IOException {
    Path connectors = Path.of(System.getProperty("patchbay.root"), "connectors");
    try (Stream<Path> folders = Files.list(connectors)) {
      List<String> declared =
          folders
              .filter(folder -> Files.exists(folder.resolve("entry.json")))
              .map(folder -> folder.getFileName().toString())
              .filter(name -> Entries.of(name).request() != null)
              .sorted()
              .toList();
      assertThat(declared).hasSizeGreaterThan(30);
      return declared.stream();
    }
  }

  @Override
  protected Connector connector(Duration answer) {
    Transport transport = new Transport(Duration.ofSeconds(5), answer);
    return new HttpConnector(name, transport, (_, _, _) -> true, Clock.systemUTC(), "eu-west-1");
  }

  @Override
  protected Map<String, Object> secret() {
    Map<String, Object> secret = new LinkedHashMap<>(examples(entry.secret()));
    secret.remove("baseUrl");
    ConnectorEntry.Auth auth = entry.request().auth();
    if (auth != null && auth.type() == ConnectorEntry.AuthType.AWS) { // no role in a test
      secret.putAll(Map.of("accessKeyId", "AKIAEXAMPLE", "secretAccessKey", "example-secret"));
    }
    return secret;
  }

  /** Where the address is the secret, it is its path. */
  @Override
  protected String address(String destination) {
    Map<String, Object> address = entry.secret().properties().get("baseUrl");
    return Boolean.TRUE.equals(address.get("secret"))
        ? destination + "/8f3kd93kdls02kd"
        : destination;
  }

  @Override
  protected List<String> shownInstead() {
    ConnectorEntry.Auth auth = entry.request().auth();
    return auth == null || auth.type() != ConnectorEntry.AuthType.BASIC
        ? List.of()
        : List.copyOf(new Basic(auth, Entries.connection(name, secret()).secret()).shown());
  }

  @Override
  protected Map<String, Object> parameters() {
    Map<String, Object> parameters = examples(entry.parameters());
    if (entry.parameters().properties().containsKey("email") && parameters.isEmpty()) {
      parameters.put("email", "ada@example.com"); // whom the news is about
    }
    entry.parameters().first().forEach(name -> parameters.put(name, example(name)));
    return parameters;
  }

  /** What must be said: the first example of each. */
  private static Map<String, Object> examples(ConnectorEntry.Schema schema) {
    Map<String, Object> examples = new LinkedHashMap<>();
    for (String required : schema.required()) {
      examples.put(
          required, ((List<?>) schema.properties().get(required).get("examples")).getFirst());
    }
    return examples;
  }

  private Object example(String parameter) {
    return ((List<?>) entry.parameters().properties().get(parameter).get("examples")).getFirst();
  }

  private ConnectorEntry.Answer answer() {
    return entry.sandbox().endpoints().getFirst().answer();
  }

  @Override
  protected String[] yesHeaders() {
    Object headers =
        JsonTemplate.compile(answer().headers()).render(Map.of("number", 1), Escape.NONE);
    return headers instanceof Map<?, ?> map
        ? map.entrySet().stream()
            .flatMap(header -> Stream.of(header.getKey().toString(), header.getValue().toString()))
            .toArray(String[]::new)
        : new String[0];
  }

  /** The stand-in's answer to one delivery. */
  @Override
  protected String yes() {
    Map<String, Object> record = Map.of("fields", Map.of(), "data", Map.of("a", 1));
    Object sent =
        entry.request().body() instanceof List<?>
            ? List.of(Map.of("create", Map.of("_id", "1")), record)
            : Map.of("records", List.of(record), "data", record);
    Object body =
        JsonTemplate.compile(answer().body())
            .render(
                Map.of("number", 1, "segments", List.of("a", "b", "c", "d"), "body", sent),
                Escape.NONE);
    return switch (body) {
      case null -> "";
      case String text -> text;
      default -> Json.write(body);
    };
  }

  @Override
  protected int yesStatus() {
    return answer().status();
  }

  /** Every text of the request's body. */
  @Override
  protected String shown(Loopback.Request request) {
    String body = request.body();
    if (!entry.request().form().isEmpty()) {
      return URLDecoder.decode(body, StandardCharsets.UTF_8);
    }
    try {
      StringBuilder shown = new StringBuilder();
      for (String line : entry.request().batch() == null ? List.of(body) : body.lines().toList()) {
        collect(Json.parse(line), shown);
      }
      return shown.toString();
    } catch (JsonException _) {
      return body;
    }
  }

  private static void collect(Object json, StringBuilder texts) {
    switch (json) {
      case Map<?, ?> map -> map.values().forEach(value -> collect(value, texts));
      case List<?> list -> list.forEach(item -> collect(item, texts));
      case String text -> {
        texts.append(text).append('\n');
        collectInner(text, texts);
      }
      case null, default -> {}
    }
  }

  /** Loki's line is JSON in a text. */
  private static void collectInner(String text, StringBuilder texts) {
    if (text.startsWith("{")) {
      collect(Json.parse(text), texts);
    }
  }

  /** Escaped as the parameter that shows the title says. */
  @Override
  protected String harmless(String title) {
    Object escape =
        entry.parameters().properties().values().stream()
            .filter(property -> String.valueOf(property.get("default")).contains("title"))
            .map(property -> property.getOrDefault("escape", "none"))
            .findFirst()
            .orElse("none");
    return Escape.valueOf(escape.toString().toUpperCase(Locale.ROOT)).apply(title);
  }

  /**
   * What an entry may read otherwise. That a credential is wrong, that there are too many calls,
   * and that the destination is broken, means the same everywhere.
   */
  @Override
  protected Map<Integer, Class<? extends Outcome>> differences() {
    AnswerReading reading =
        AnswerReading.of(
            entry.request(), entry.effect(), Mask.of(entry, secret(), List::of), Clock.systemUTC());
    Delivery delivery = Entries.delivery(name, Deliveries.event(), parameters());
    Map<Integer, Class<? extends Outcome>> differences = new LinkedHashMap<>();
    for (int status : new int[] {400, 403, 404, 408, 422, 502, 504}) {
      Answer answer = new Answer(status, Map.of(), "{}");
      differences.put(status, reading.outcome(answer, delivery).getClass());
    }
    return differences;
  }

  @Test
  @Override
  public void saysWhichSecretLacksWhatItNeeds() {
    if (Set.of("baseUrl").containsAll(entry.secret().required())) {
      assertThat(entry.secret().required()).isSubsetOf("baseUrl");
    } else {
      super.saysWhichSecretLacksWhatItNeeds();
    }
  }
}

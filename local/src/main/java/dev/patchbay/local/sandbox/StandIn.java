package dev.patchbay.local.sandbox;

import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.expression.Escape;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.expression.JsonTemplate;
import dev.patchbay.local.aws.Signed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The stand-in of one destination, as its catalog entry declares it. Thread-safe. */
final class StandIn {
  /** An answer, and what the inbox shows of the call, if anything. */
  record Reply(int status, Map<String, Object> headers, Object body, List<Line> lines) {}

  /** What the inbox shows. */
  record Line(String to, String from, String name, String text, String receipt) {}

  /** What a stand-in keeps between calls. */
  interface Memory {
    Optional<Object> recall(String key);

    void remember(String key, Object value);
  }

  private record Refusal(
      Expression when,
      int status,
      JsonTemplate headers,
      JsonTemplate body,
      Optional<Shows> shows) {}

  private record Shows(
      Expression to, Expression from, Expression name, Expression text, Expression receipt) {}

  private record Leaves(Expression key, Expression value) {}

  private record Endpoint(
      String method,
      List<String> path,
      Map<String, Expression> recalls,
      List<Refusal> refusals,
      int status,
      JsonTemplate headers,
      JsonTemplate body,
      List<Leaves> remembers,
      Optional<Shows> shows) {}

  private record Said(int status, JsonTemplate headers, JsonTemplate body) {}

  private static final int TOO_MANY = 429;

  private final String kind;
  private final Optional<Proof> proof;
  private final Map<Integer, Said> failures;
  private final Memory memory;
  private final List<Endpoint> endpoints;

  /**
   * @param proof of the signature that its entry wants
   */
  StandIn(ConnectorEntry entry, Memory memory, Optional<Proof> proof) {
    this.memory = memory;
    this.proof = proof;
    this.kind = entry.sandbox().inbox().name().toLowerCase(Locale.ROOT);
    this.failures = failures(entry.sandbox());
    List<ConnectorEntry.Refusal> everywhere = entry.sandbox().refuse();
    this.endpoints =
        entry.sandbox().endpoints().stream().map(one -> compile(everywhere, one)).toList();
  }

  /** What is found of a call's signature; empty where none is wanted. */
  Optional<String> found(Signed call, Map<String, Object> secret) {
    return proof.map(wanted -> wanted.found(call, secret).name().toLowerCase(Locale.ROOT));
  }

  /** How the console shows what arrives here. */
  String kind() {
    return kind;
  }

  /**
   * The answer of one that was told to fail: in the destination's own words where its entry has
   * them, else in those of what stands before it.
   */
  Reply failing(Fault fault, Instant now) {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("after", fault.after().toSeconds());
    input.put("now", now.getEpochSecond());
    Said said = failures.get(fault.status());
    return said == null
        ? LoadBalancer.says(fault.status(), fault.after())
        : new Reply(
            said.status(),
            headers(said.headers(), input),
            said.body().render(input, Escape.NONE),
            List.of());
  }

  /**
   * The reply to a call; empty where no endpoint takes its method and path.
   *
   * @param input what the catalog's expressions see
   */
  Optional<Reply> reply(Map<String, Object> input) {
    List<String> segments = strings(input.get("segments"));
    return endpoints.stream()
        .filter(endpoint -> endpoint.method.equals(input.get("method")))
        .filter(endpoint -> matches(endpoint.path, segments))
        .findFirst()
        .map(endpoint -> reply(endpoint, input));
  }

  private Reply reply(Endpoint endpoint, Map<String, Object> input) {
    if (endpoint.recalls.isEmpty() && endpoint.remembers.isEmpty()) {
      return answer(endpoint, input);
    }
    synchronized (memory) { // of two calls that make the same thing, one finds it made
      Map<String, Object> kept = new LinkedHashMap<>();
      input.put("kept", kept); // a key may be made of what was recalled before it
      endpoint.recalls.forEach(
          (name, key) -> memory.recall(key.text(input)).ifPresent(value -> kept.put(name, value)));
      return answer(endpoint, input);
    }
  }

  private Reply answer(Endpoint endpoint, Map<String, Object> input) {
    for (Refusal refusal : endpoint.refusals) {
      if (refusal.when.holds(input)) {
        return reply(refusal.status, refusal.headers, refusal.body, refusal.shows, input);
      }
    }
    endpoint.remembers.forEach(
        leaves -> memory.remember(leaves.key.text(input), leaves.value.evaluate(input)));
    return reply(endpoint.status, endpoint.headers, endpoint.body, endpoint.shows, input);
  }

  private static Reply reply(
      int status,
      JsonTemplate headers,
      JsonTemplate body,
      Optional<Shows> shows,
      Map<String, Object> input) {
    Object answer = body.render(input, Escape.NONE);
    input.put("answer", answer);
    return new Reply(
        status,
        headers(headers, input),
        answer,
        shows.map(shown -> lines(shown, input)).orElse(List.of()));
  }

  /** A call that holds several things shows each: where the text is an array, a line for each. */
  private static List<Line> lines(Shows shows, Map<String, Object> input) {
    Object text = shows.text == null ? null : shows.text.evaluate(input);
    if (!(text instanceof List<?> several)) {
      return List.of(line(shows, input, text(shows.text, input)));
    }
    return several.stream().map(each -> line(shows, input, each.toString())).toList();
  }

  private static Line line(Shows shows, Map<String, Object> input, String text) {
    return new Line(
        text(shows.to, input),
        text(shows.from, input),
        text(shows.name, input),
        text,
        text(shows.receipt, input));
  }

  private static String text(Expression expression, Map<String, Object> input) {
    return expression == null ? null : expression.text(input);
  }

  private static Map<String, Object> headers(JsonTemplate headers, Map<String, Object> input) {
    return headers.render(input, Escape.LINE) instanceof Map<?, ?> map
        ? dev.patchbay.core.json.Json.object(map)
        : Map.of();
  }

  /** {@code *} stands for one segment, a last {@code **} for any number. */
  private static boolean matches(List<String> pattern, List<String> segments) {
    for (int i = 0; i < pattern.size(); i++) {
      String wanted = pattern.get(i);
      if ("**".equals(wanted)) {
        return true;
      }
      if (i >= segments.size() || !("*".equals(wanted) || wanted.equals(segments.get(i)))) {
        return false;
      }
    }
    return pattern.size() == segments.size();
  }

  private static Refusal compile(ConnectorEntry.Refusal refusal) {
    return new Refusal(
        Expression.compile(refusal.when()),
        refusal.status(),
        JsonTemplate.compile(refusal.headers()),
        JsonTemplate.compile(refusal.body()),
        Optional.ofNullable(refusal.shows()).map(StandIn::compile));
  }

  private static Endpoint compile(
      List<ConnectorEntry.Refusal> everywhere, ConnectorEntry.Endpoint endpoint) {
    List<Refusal> refusals =
        Stream.concat(everywhere.stream(), endpoint.refuse().stream())
            .map(StandIn::compile)
            .toList();
    ConnectorEntry.Answer answer = endpoint.answer();
    Map<String, Expression> recalls = new LinkedHashMap<>();
    endpoint.recalls().forEach((name, key) -> recalls.put(name, Expression.compile(key)));
    return new Endpoint(
        endpoint.method(),
        segments(endpoint.path()),
        recalls,
        refusals,
        answer.status(),
        JsonTemplate.compile(answer.headers()),
        JsonTemplate.compile(answer.body()),
        endpoint.remembers().stream().map(StandIn::compile).toList(),
        Optional.ofNullable(endpoint.shows()).map(StandIn::compile));
  }

  private static Map<Integer, Said> failures(ConnectorEntry.Sandbox sandbox) {
    Map<Integer, Said> failures = new HashMap<>();
    sandbox.failures().forEach(failure -> failures.put(failure.status(), said(failure)));
    if (sandbox.throttled() != null) { // by another status than 429, maybe
      failures.put(TOO_MANY, said(sandbox.throttled()));
    }
    return failures;
  }

  private static Said said(ConnectorEntry.Answer answer) {
    return new Said(
        answer.status(),
        JsonTemplate.compile(answer.headers()),
        JsonTemplate.compile(answer.body()));
  }

  private static Leaves compile(ConnectorEntry.Memory leaves) {
    return new Leaves(Expression.compile(leaves.key()), Expression.compile(leaves.value()));
  }

  private static Shows compile(ConnectorEntry.Shows shows) {
    return new Shows(
        compile(shows.to()),
        compile(shows.from()),
        compile(shows.name()),
        compile(shows.text()),
        compile(shows.receipt()));
  }

  private static Expression compile(String source) {
    return source == null ? null : Expression.compile(source);
  }

  /** The segments of a path. */
  static List<String> segments(String path) {
    String trimmed = path.replaceAll("^/+|/+$", "");
    return trimmed.isEmpty() ? List.of() : List.of(trimmed.split("/+"));
  }

  private static List<String> strings(Object list) {
    List<String> strings = new ArrayList<>();
    ((List<?>) list).forEach(item -> strings.add(item.toString()));
    return strings;
  }

  /** What the catalog's expressions see of a call. */
  static Map<String, Object> input(
      String method, String path, String query, Map<String, Object> headers, byte[] body) {
    String contentType = headers.getOrDefault("content-type", "").toString();
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("method", method);
    input.put("path", path);
    input.put("segments", segments(path));
    input.put("query", Bodies.form(query));
    input.put("headers", headers);
    input.put("body", Bodies.parse(contentType, body));
    input.put("sent", Bodies.sent(body));
    input.put("parts", Multipart.parts(contentType, body));
    return input;
  }
}

package dev.patchbay.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lambda's runtime API for one process, on loopback: hands it events and takes its answers
 * (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html). For SnapStart it also holds a
 * process at its snapshot, and gives out credentials only behind it, as Lambda does
 * (https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks.html). Thread-safe.
 */
final class RuntimeApi implements AutoCloseable {
  private static final String BASE = "/2018-06-01/runtime/";
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** What a function answered, and when. */
  record Answer(byte[] body, boolean failed, long nanos) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** The process could not load its handler, or its hooks failed; the message is its own report. */
  static final class InitException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    InitException(String report) {
      super(report);
    }
  }

  private record Invocation(String id, byte[] event) {}

  private final HttpServer server;
  private final Map<String, String> credentials;
  private final Duration timeout;
  private final BlockingQueue<Invocation> pending = new LinkedBlockingQueue<>();
  private final Map<String, CompletableFuture<Answer>> answers = new ConcurrentHashMap<>();
  private final CompletableFuture<Answer> failed = new CompletableFuture<>();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch snapshot = new CountDownLatch(1);
  private final CountDownLatch restored = new CountDownLatch(1);
  private final AtomicInteger credentialsAsked = new AtomicInteger();

  /**
   * Starts it.
   *
   * @param credentials of the function, as environment variables name them
   * @param timeout of an invocation
   */
  RuntimeApi(Map<String, String> credentials, Duration timeout) throws IOException {
    this.credentials = credentials;
    this.timeout = timeout;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(BASE, this::answer);
    server.createContext("/credentials", this::credentials);
    server.start();
  }

  /** Host and port, as {@code AWS_LAMBDA_RUNTIME_API} names them. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Where the process finds its credentials, in place of the environment. */
  Map<String, String> containerCredentials() {
    return Map.of(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "http://" + address() + "/credentials",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "loopback");
  }

  /** How often the process has asked for credentials. */
  int credentialsAsked() {
    return credentialsAsked.get();
  }

  /** Waits until the process asks for its first event. */
  void awaitReady() throws InterruptedException {
    await(ready);
  }

  /** Waits until the process stands where Lambda takes the snapshot: its hooks have run. */
  void awaitSnapshot() throws InterruptedException {
    await(snapshot);
  }

  /** Lets the process go on as after a restore. */
  void restore() {
    restored.countDown();
  }

  private void await(CountDownLatch latch) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!latch.await(5, TimeUnit.MILLISECONDS)) {
      if (failed.isDone()) {
        throw new InitException(failed.join().text());
      }
      if (System.nanoTime() > until) {
        throw new IllegalStateException("the process does not speak");
      }
    }
  }

  /**
   * Invokes the function and waits for its answer.
   *
   * @throws InitException when it reports that it cannot start
   */
  Answer invoke(byte[] event) throws InterruptedException {
    Invocation invocation = new Invocation(UUID.randomUUID().toString(), event);
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    answers.put(invocation.id(), answer);
    pending.add(invocation);
    try {
      CompletableFuture.anyOf(answer, failed).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the function does not answer", e);
    }
    if (!answer.isDone()) {
      throw new InitException(failed.join().text());
    }
    return answer.join();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(BASE.length());
    byte[] body = exchange.getRequestBody().readAllBytes();
    long now = System.nanoTime();
    try {
      switch (path) {
        case "invocation/next" -> next(exchange);
        case "restore/next" -> {
          snapshot.countDown();
          restored.await();
          respond(exchange, 200, new byte[0]);
        }
        case "init/error", "restore/error" -> {
          failed.complete(new Answer(body, true, now));
          respond(exchange, 202, new byte[0]);
        }
        default -> {
          String[] parts = path.split("/"); // invocation/ID/response or invocation/ID/error
          answers.get(parts[1]).complete(new Answer(body, parts[2].equals("error"), now));
          respond(exchange, 202, new byte[0]);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void next(HttpExchange exchange) throws IOException, InterruptedException {
    ready.countDown();
    Invocation invocation = pending.take();
    Map<String, String> headers =
        Map.of(
            "Lambda-Runtime-Aws-Request-Id",
            invocation.id(),
            "Lambda-Runtime-Deadline-Ms",
            Long.toString(Instant.now().plus(timeout).toEpochMilli()),
            "Lambda-Runtime-Invoked-Function-Arn",
            "arn:aws:lambda:us-east-1:123456789012:function:rehearsed",
            "Lambda-Runtime-Trace-Id",
            "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0");
    headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    respond(exchange, 200, invocation.event());
  }

  /** https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html */
  private void credentials(HttpExchange exchange) throws IOException {
    credentialsAsked.incrementAndGet();
    Map<String, Object> answer =
        Map.of(
            "AccessKeyId", credentials.get("AWS_ACCESS_KEY_ID"),
            "SecretAccessKey", credentials.get("AWS_SECRET_ACCESS_KEY"),
            "Token", credentials.get("AWS_SESSION_TOKEN"),
            "Expiration",
                Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS).toString());
    respond(exchange, 200, Json.writeBytes(answer));
  }

  private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package dev.patchbay.local.lambda;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.log.Log;
import dev.patchbay.local.api.ThrottledException;
import dev.patchbay.local.aws.iam.FunctionSession;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A function: built from its jar at its first invocation, one invocation at a time in each
 * instance, as on Lambda. Thread-safe.
 */
public final class LambdaFunction implements AutoCloseable {
  /** The handler's class with what is called of it. */
  private record Loaded(
      FunctionClassLoader loader, Class<?> handler, Method handle, Class<?> context) {}

  /**
   * Bytes of an event, and of an answer
   * (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
   */
  static final int LARGEST_PAYLOAD = 6 * 1024 * 1024;

  private final FunctionSettings settings;
  private final Consumer<String> log;
  private final Clock clock;
  private final Semaphore free;
  private final Deque<Object> idle = new ConcurrentLinkedDeque<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Loaded loaded;

  LambdaFunction(FunctionSettings settings, Consumer<String> log, InstantSource clock) {
    this.settings = settings;
    this.log = log;
    this.clock = clock.withZone(ZoneOffset.UTC);
    this.free = new Semaphore(settings.concurrency());
  }

  /** Whether an invocation is under way. */
  public boolean isBusy() {
    return free.availablePermits() < settings.concurrency();
  }

  /** The function's name. */
  public String name() {
    return settings.name();
  }

  /** The code, as the build packs it. */
  public Path jar() {
    return settings.jar();
  }

  /** Class of the handler. */
  public String handler() {
    return settings.handler();
  }

  /** What Lambda and the template set; it holds the keys of the function's session. */
  public Map<String, String> environment() {
    return settings.environment();
  }

  /** In MB. */
  public int memory() {
    return settings.memory();
  }

  /** Of an invocation. */
  public Duration timeout() {
    return settings.timeout();
  }

  /** In which Lambda reads queues for the function. */
  FunctionSession session() {
    return settings.session();
  }

  /**
   * Invokes the function and waits for its answer.
   *
   * @throws FunctionException when it fails or exceeds its time, and the instance is then given up;
   *     or when event or answer are larger than Lambda takes
   * @throws ThrottledException when the template reserves it no instance at all
   */
  public byte[] invoke(byte[] event) throws InterruptedException {
    if (settings.concurrency() == 0) {
      throw new ThrottledException(name() + " is off: its reserved concurrency is 0");
    }
    bounded("Request", event);
    free.acquire();
    String request = UUID.randomUUID().toString();
    try {
      Object instance = instance();
      byte[] answer = await(threads.submit(() -> call(instance, event, request)));
      idle.push(instance);
      return bounded("Response", answer);
    } catch (FunctionException e) {
      report(request, e.getCause() instanceof TimeoutException ? "timeout" : "error");
      throw e;
    } finally {
      free.release();
    }
  }

  private byte[] bounded(String what, byte[] payload) {
    if (payload.length > LARGEST_PAYLOAD) {
      throw new FunctionException(
          "%s: %s payload size exceeded maximum allowed payload size (%d bytes)."
              .formatted(name(), what, LARGEST_PAYLOAD),
          null);
    }
    return payload;
  }

  /**
   * Lambda's own line about an invocation, of those that failed
   * (https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html#platform-report).
   */
  private void report(String request, String status) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", clock.instant().toString());
    line.put("type", "platform.report");
    line.put("record", Map.of("requestId", request, "status", status));
    log.accept(Json.write(line));
  }

  /** Loads and builds one instance ahead of the first invocation. */
  public void warm() {
    if (settings.concurrency() > 0) {
      idle.push(instance());
    }
  }

  private byte[] await(Future<byte[]> running) throws InterruptedException {
    try {
      return running.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      running.cancel(true);
      throw new FunctionException(
          "%s: Task timed out after %.2f seconds"
              .formatted(name(), settings.timeout().toMillis() / 1000.0),
          e);
    } catch (ExecutionException e) {
      Log.error("function failed", e.getCause(), "function", name());
      throw new FunctionException(name() + " failed", e.getCause());
    }
  }

  private Object instance() {
    Object waiting = idle.poll();
    if (waiting != null) {
      return waiting;
    }
    try {
      Loaded ready = loaded();
      return within(ready, () -> ready.handler().getConstructor().newInstance());
    } catch (InvocationTargetException e) {
      Log.error("function cannot start", e.getCause(), "function", name());
      throw new FunctionException(
          name() + " cannot start: " + e.getCause().getMessage(), e.getCause());
    } catch (Exception e) {
      throw new FunctionException(name() + " cannot start: " + e.getMessage(), e);
    }
  }

  private synchronized Loaded loaded() throws IOException, ReflectiveOperationException {
    if (loaded == null) {
      PrintStream out = new PrintStream(new LineStream(log), true, StandardCharsets.UTF_8);
      FunctionClassLoader loader =
          FunctionClassLoader.open(
              settings.jar(), new FunctionOutside(settings.environment(), out, clock));
      String handler = settings.handler().replaceFirst("::.*", "");
      Class<?> type = Class.forName(handler, true, loader);
      Class<?> context =
          Class.forName("com.amazonaws.services.lambda.runtime.Context", false, loader);
      loaded =
          new Loaded(
              loader,
              type,
              type.getMethod("handleRequest", InputStream.class, OutputStream.class, context),
              context);
    }
    return loaded;
  }

  private interface Work<T> {
    T run() throws Exception;
  }

  /** Libraries look for their providers in the thread's class loader. */
  private static <T> T within(Loaded loaded, Work<T> work) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loaded.loader());
    try {
      return work.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private byte[] call(Object instance, byte[] event, String request) throws Exception {
    Loaded ready = loaded();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    return within(
        ready,
        () -> {
          ready
              .handle()
              .invoke(instance, new ByteArrayInputStream(event), answer, context(ready, request));
          return answer.toByteArray();
        });
  }

  /** Lambda's context, of whatever class the function's loader has of it. */
  private Object context(Loaded ready, String request) {
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    return Proxy.newProxyInstance(
        ready.loader(),
        new Class<?>[] {ready.context()},
        (_, method, _) ->
            switch (method.getName()) {
              case "getAwsRequestId" -> request;
              case "getRemainingTimeInMillis" ->
                  (int) Math.max(0, (deadline - System.nanoTime()) / 1_000_000);
              case "getFunctionName" -> settings.name();
              case "getFunctionVersion" -> "$LATEST";
              case "getInvokedFunctionArn" -> settings.arn();
              case "getMemoryLimitInMB" -> settings.memory();
              case "getLogGroupName" -> settings.logGroup();
              case "toString" -> "Context of " + settings.name();
              default -> null;
            });
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

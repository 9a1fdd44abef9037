package dev.patchbay.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Posts signed webhooks from several clients at once and measures the answers. */
record Posts(int accepted, int refused, Duration took, long[] sortedMicros) {

  static Posts to(URI address, int count, int clients, int firstId) throws InterruptedException {
    Payload payload = Payload.push();
    AtomicInteger next = new AtomicInteger();
    long started = System.nanoTime();
    List<Future<long[]>> running = new ArrayList<>();
    AtomicInteger refused = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient http =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(threads)
                .build()) {
      for (int i = 0; i < clients; i++) {
        running.add(
            threads.submit(
                () -> {
                  long[] micros = new long[count];
                  int made = 0;
                  for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                    long from = System.nanoTime();
                    if (post(http, address, payload, "push", firstId + n) == 202) {
                      micros[made++] = (System.nanoTime() - from) / 1000;
                    } else {
                      refused.incrementAndGet();
                    }
                  }
                  return Arrays.copyOf(micros, made);
                }));
      }
      long[] all =
          running.stream().map(Posts::result).flatMapToLong(Arrays::stream).sorted().toArray();
      return new Posts(
          all.length, refused.get(), Duration.ofNanos(System.nanoTime() - started), all);
    }
  }

  /** Posts one event and gives the answer's status, 0 for none. */
  static int post(HttpClient http, URI address, Payload payload, String event, int id) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .header("X-GitHub-Event", event)
            .header("X-GitHub-Delivery", "load-" + id)
            .header("X-Hub-Signature-256", payload.signature())
            .POST(BodyPublishers.ofByteArray(payload.body()))
            .timeout(Duration.ofSeconds(30))
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (java.io.IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static long[] result(Future<long[]> future) {
    try {
      return future.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  double perSecond() {
    return accepted / (took.toNanos() / 1e9);
  }

  /** The time within which the share of the answers came, in milliseconds. */
  double within(double share) {
    return sortedMicros.length == 0
        ? 0
        : sortedMicros[(int) ((sortedMicros.length - 1) * share)] / 1000.0;
  }
}

package dev.patchbay.cli.torture;

import dev.patchbay.cli.TestHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Webhooks posted side by side, and the ids of those that got their 202. */
final class Load {
  private static final byte[] BODY =
      "{\"zen\":\"Non-blocking is better than blocking.\",\"repository\":{\"full_name\":\"a/b\"}}"
          .getBytes(StandardCharsets.UTF_8);
  private static final int SIDE_BY_SIDE = 4;

  /** The API throttles as the template says, and a source comes again. */
  private static final int TOO_MANY = 429;

  private final Set<String> accepted = ConcurrentHashMap.newKeySet();

  /** Every id that was acknowledged so far. */
  Set<String> accepted() {
    return accepted;
  }

  /** Posts so many; whatever is not acknowledged is let go, as its source would retry it. */
  void post(String url, int count) throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
      for (int i = 0; i < count; i++) {
        threads.submit(() -> one(url));
      }
      threads.shutdown();
      threads.awaitTermination(2, TimeUnit.MINUTES);
    }
  }

  /**
   * Posts until something is not acknowledged.
   *
   * @return whether that came before the most
   */
  boolean postUntilRefused(String url, int most) {
    while (accepted.size() < most) {
      int before = accepted.size();
      one(url);
      if (accepted.size() == before) {
        return true;
      }
    }
    return false;
  }

  /** Posts until it is told to stop. */
  Thread keepPosting(String url, AtomicBoolean stop) {
    return Thread.ofVirtual()
        .start(
            () -> {
              while (!stop.get()) {
                one(url);
              }
            });
  }

  private static int posted(String url, String id) throws IOException, InterruptedException {
    return TestHub.post(url, "ping", id, BODY, TestHub.sign(BODY)).statusCode();
  }

  private void one(String url) {
    String id = UUID.randomUUID().toString();
    try {
      int status = posted(url, id);
      while (status == TOO_MANY) {
        Thread.sleep(100);
        status = posted(url, id);
      }
      if (status == 202) {
        accepted.add(id);
      }
    } catch (IOException e) {
      // The hub was killed under it: nothing was promised.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.patchbay.cli.deadletters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Calls that need not wait for each other. */
final class SideBySide {
  private SideBySide() {}

  /**
   * Makes them all, and fails as the first that failed, once all have ended.
   *
   * @return what they came to, in order
   */
  static <T> List<T> run(ExecutorService threads, List<Callable<T>> calls) {
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> call : threads.invokeAll(calls)) {
        results.add(call.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return results;
    }
  }
}

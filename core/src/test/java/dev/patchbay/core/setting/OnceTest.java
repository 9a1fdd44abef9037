package dev.patchbay.core.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OnceTest {
  private final AtomicInteger made = new AtomicInteger();

  @Test
  void makesAPartOnceAndNotBeforeItIsNeeded() {
    Once<Integer> part = Once.of(made::incrementAndGet);
    assertThat(made).hasValue(0);
    assertThat(part.get()).isEqualTo(1);
    assertThat(part.get()).isEqualTo(1);
  }

  @Test
  void beginsPartsInTurnWhileTheStartGoesOn() throws InterruptedException {
    CountDownLatch goesOn = new CountDownLatch(1);
    Once<Integer> first =
        Once.of(
            () -> {
              await(goesOn);
              return made.incrementAndGet();
            });
    Once<Integer> second = Once.of(made::incrementAndGet);
    Thread start = Once.begin(first, second);
    goesOn.countDown();
    assertThat(first.get()).isEqualTo(1);
    start.join();
    assertThat(made).hasValue(2);
    assertThat(second.get()).isEqualTo(2);
  }

  @Test
  void leavesAPartThatFailsToWhoeverNeedsIt() throws InterruptedException {
    Once<Integer> failing =
        Once.of(
            () -> {
              throw new IllegalStateException("no region");
            });
    Once<Integer> next = Once.of(made::incrementAndGet);
    Once.begin(failing, next).join();
    assertThat(made).hasValue(1);
    assertThatThrownBy(failing::get).hasMessage("no region");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

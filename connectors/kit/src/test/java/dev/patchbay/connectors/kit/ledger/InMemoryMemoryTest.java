package dev.patchbay.connectors.kit.ledger;

import dev.patchbay.connectors.spi.Memory;
import dev.patchbay.connectors.testkit.InMemoryMemory;

final class InMemoryMemoryTest extends MemoryContract {
  private final Memory memory = new InMemoryMemory(clock);

  @Override
  protected Memory memory() {
    return memory;
  }
}

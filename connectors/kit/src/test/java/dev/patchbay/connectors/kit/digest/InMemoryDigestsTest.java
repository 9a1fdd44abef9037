package dev.patchbay.connectors.kit.digest;

final class InMemoryDigestsTest extends DigestsContract {
  private final Digests digests = new InMemoryDigests();

  @Override
  protected Digests digests() {
    return digests;
  }
}

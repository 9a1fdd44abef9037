package dev.patchbay.local.aws.parity;

/**
 * One call that is made here and at moto.
 *
 * @param name by which docs/aws-differences.md speaks of it
 */
record Call(String name, Work work) {
  /** Makes the call, and gives its answer. */
  interface Work {
    Object on(Clients clients);
  }
}

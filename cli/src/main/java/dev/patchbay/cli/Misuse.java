package dev.patchbay.cli;

/** A command that was told what it cannot do, before it did anything; exit code 2. */
final class Misuse extends RuntimeException {
  Misuse(String message) {
    super(message);
  }
}

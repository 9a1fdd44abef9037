package dev.patchbay.local.aws.iam;

/** Decides who may do what. Thread-safe. */
@FunctionalInterface
public interface Authority {
  Decision decide(Question question);
}

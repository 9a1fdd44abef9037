package dev.patchbay.local.aws.iam;

import dev.patchbay.core.log.Log;

/** What AWS's services do by themselves: rules and topics that deliver. */
public final class ServiceCalls {
  private ServiceCalls() {}

  /** Whether a service may act on a resource; a refusal is logged with the policy that it lacks. */
  public static boolean mayAct(
      Authority authority, Principal.Service service, String action, String resource) {
    Decision decision = authority.decide(Question.of(service, action, resource));
    if (!decision.allowed()) {
      Log.warn(
          "a resource's policy refuses a delivery",
          "resource",
          resource,
          "action",
          action,
          "principal",
          service.name(),
          "aws:SourceArn",
          service.sourceArn(),
          "reason",
          decision.because());
    }
    return decision.allowed();
  }
}

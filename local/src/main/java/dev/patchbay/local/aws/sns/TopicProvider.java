package dev.patchbay.local.aws.sns;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.aws.iam.Permissions;
import dev.patchbay.local.aws.iam.Policy;
import dev.patchbay.local.aws.iam.PolicyReader;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.Physical;
import dev.patchbay.local.template.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the template's topics and subscriptions. */
public final class TopicProvider implements Provider {
  private final Topics topics;
  private final Permissions permissions;
  private final List<String> notRun = new ArrayList<>();

  public TopicProvider(Topics topics, Permissions permissions) {
    this.topics = topics;
    this.permissions = permissions;
  }

  @Override
  public Set<String> types() {
    return Set.of("AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "AWS::SNS::Subscription");
  }

  @Override
  public Physical create(Declared resource) {
    return switch (resource.type()) {
      case "AWS::SNS::Topic" -> topic(resource);
      case "AWS::SNS::Subscription" -> subscription(resource);
      default -> policy(resource);
    };
  }

  /** Subscriptions by other protocols than SQS's. */
  public List<String> notRun() {
    return notRun;
  }

  private Physical topic(Declared resource) {
    String name =
        Members.text(
            resource.properties(), "TopicName", resource.stack() + "-" + resource.logicalId());
    String arn = topics.put(name);
    return new Physical(arn, Map.of("TopicArn", arn, "TopicName", name));
  }

  private Physical policy(Declared resource) {
    Policy policy =
        PolicyReader.read(
            resource.logicalId(),
            PolicyReader.Kind.RESOURCE,
            Members.object(resource.properties(), "PolicyDocument"));
    Members.list(resource.properties(), "Topics")
        .forEach(arn -> permissions.replace(arn.toString(), Optional.of(policy)));
    return new Physical(resource.stack() + "-" + resource.logicalId(), Map.of());
  }

  private Physical subscription(Declared resource) {
    Map<String, Object> properties = resource.properties();
    if (!"sqs".equals(properties.get("Protocol"))) {
      notRun.add(resource.logicalId() + " by " + properties.get("Protocol"));
      return new Physical(resource.stack() + "-" + resource.logicalId(), Map.of());
    }
    FilterPolicy filter =
        properties.get("FilterPolicy") == null
            ? FilterPolicy.ALL
            : new FilterPolicy(
                Json.write(properties.get("FilterPolicy")),
                "MessageBody".equals(properties.get("FilterPolicyScope")));
    Object deadLetters = Members.object(properties, "RedrivePolicy").get("deadLetterTargetArn");
    String arn =
        topics.subscribe(
            Members.text(properties, "TopicArn"),
            Members.text(properties, "Endpoint"),
            Members.isTrue(properties, "RawMessageDelivery"),
            filter,
            deadLetters == null ? null : deadLetters.toString());
    return new Physical(arn, Map.of("Arn", arn));
  }
}

package dev.patchbay.local.aws.sqs;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.Physical;
import dev.patchbay.local.template.Provider;
import dev.patchbay.local.template.TemplateException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Makes the template's queues and gives them their policies. */
public final class QueueProvider implements Provider {
  private final Queues queues;
  private final UnaryOperator<String> url;

  /**
   * @param url from a queue's name
   */
  public QueueProvider(Queues queues, UnaryOperator<String> url) {
    this.queues = queues;
    this.url = url;
  }

  @Override
  public Set<String> types() {
    return Set.of("AWS::SQS::Queue", "AWS::SQS::QueuePolicy");
  }

  @Override
  public Physical create(Declared resource) {
    return resource.type().endsWith("Policy") ? policy(resource) : queue(resource);
  }

  private Physical queue(Declared resource) {
    Map<String, String> attributes = new HashMap<>();
    resource
        .properties()
        .forEach(
            (name, value) -> {
              if (!List.of("QueueName", "Tags").contains(name)) {
                attributes.put(
                    name, value instanceof Map<?, ?> ? Json.write(value) : value.toString());
              }
            });
    String name =
        resource
            .properties()
            .getOrDefault("QueueName", resource.stack() + "-" + resource.logicalId())
            .toString();
    queues.put(name, attributes);
    return new Physical(
        url.apply(name),
        Map.of("Arn", QueueSettings.arn(name), "QueueName", name, "QueueUrl", url.apply(name)));
  }

  private Physical policy(Declared resource) {
    if (!(resource.properties().get("Queues") instanceof List<?> urls)) {
      throw new TemplateException(resource.logicalId() + ": a queue policy needs Queues");
    }
    for (Object queue : urls) {
      String name = queue.toString().substring(queue.toString().lastIndexOf('/') + 1);
      Map<String, String> attributes = new HashMap<>(queues.settings(name).attributes());
      attributes.put("Policy", Json.write(resource.properties().get("PolicyDocument")));
      queues.put(name, attributes);
    }
    return new Physical(resource.stack() + "-" + resource.logicalId(), Map.of());
  }
}

package dev.patchbay.cli.laptop;

import dev.patchbay.cli.catalog.Catalogs;
import dev.patchbay.cli.catalog.SampleFolder;
import dev.patchbay.cli.command.Home;
import dev.patchbay.cli.deadletters.DeadLetter;
import dev.patchbay.cli.deadletters.Hop;
import dev.patchbay.cli.hub.HubView;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.Hub;
import dev.patchbay.local.console.View;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * What the console shows of the hub of this process. It looks at dead letters without receiving
 * them, which AWS cannot: a page that looks each second would hide them from everybody else.
 * Thread-safe.
 */
final class ConsoleView implements View {
  private final Hub hub;
  private final HubView view;

  ConsoleView(Hub hub, HubView view) {
    this.hub = hub;
    this.view = view;
  }

  @Override
  public List<Map<String, Object>> events(int most) {
    return view.events(most);
  }

  @Override
  public Optional<Map<String, Object>> trace(String key) {
    return view.trace(key);
  }

  @Override
  public List<Map<String, Object>> refusals(int most) {
    return view.refusals(most);
  }

  @Override
  public List<Map<String, Object>> deadLetters(int most) {
    return hub.queues().names().stream()
        .map(queue -> Hop.of(Hub.STACK, queue))
        .filter(Objects::nonNull)
        .flatMap(hop -> hub.queues().look(hop.queue(), most).stream().map(it -> letter(hop, it)))
        .sorted(Comparator.comparing(DeadLetter::at).reversed())
        .limit(most)
        .map(DeadLetter::json)
        .toList();
  }

  private static DeadLetter letter(Hop hop, dev.patchbay.local.aws.sqs.Message message) {
    Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
    message
        .attributes()
        .forEach(
            (name, value) -> {
              if (Json.object(value).get("StringValue") instanceof String text) {
                attributes.put(name, MessageAttributeValue.builder().stringValue(text).build());
              }
            });
    return new DeadLetter(
        hop,
        Message.builder()
            .messageId(message.messageId())
            .body(message.body())
            .attributesWithStrings(message.systemAttributes())
            .messageAttributes(attributes)
            .build());
  }

  @Override
  public Map<String, List<String>> samples() {
    Map<String, List<String>> samples = new TreeMap<>();
    sources().forEach(source -> samples.put(source, new SampleFolder(source).names()));
    return samples;
  }

  private static Stream<String> sources() {
    return Catalogs.read(Home.file("connector-catalog.json")).sources().keySet().stream();
  }
}

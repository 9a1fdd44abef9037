package dev.patchbay.local.aws.parity;

import static dev.patchbay.local.aws.parity.Setting.letters;
import static dev.patchbay.local.aws.parity.Setting.to;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.eventbridge.model.InputTransformer;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Calls of EventBridge, in order, with the queue that its rules fill. */
final class EventCalls {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  static final List<Call> ALL =
      List.of(
          call(
              "list buses",
              it ->
                  it.events().listEventBuses(_ -> {}).eventBuses().stream()
                      .map(bus -> bus.name())
                      .sorted()
                      .toList()),
          call("describe no bus", it -> it.events().describeEventBus(b -> b.name("none"))),
          call("create a queue", it -> it.sqs().createQueue(q -> q.queueName("events"))),
          call("put a rule", it -> rule(it, "all", "{\"source\":[{\"prefix\":\"shop\"}]}")),
          call("put a rule of 64 letters", it -> rule(it, letters(64), "{\"source\":[\"none\"]}")),
          call("put a rule of 65 letters", it -> rule(it, letters(65), "{\"source\":[\"none\"]}")),
          call("put a rule of an odd name", it -> rule(it, "a b", "{\"source\":[\"none\"]}")),
          call("put a rule with no pattern", it -> rule(it, "odd", "[]")),
          call("put a rule with an empty list", it -> rule(it, "odd", "{\"source\":[]}")),
          call("put a rule with a bare value", it -> rule(it, "odd", "{\"source\":\"shop\"}")),
          call(
              "put a rule with an operator that there is not",
              it -> rule(it, "odd", "{\"source\":[{\"resembles\":\"shop\"}]}")),
          call(
              "put a rule on no bus",
              it ->
                  it.events()
                      .putRule(
                          r ->
                              r.name("lost")
                                  .eventBusName("none")
                                  .eventPattern("{\"source\":[\"shop\"]}"))),
          call("put a target", it -> targets(it, "all", 1, _ -> {})),
          call(
              "describe a rule",
              it -> it.events().describeRule(r -> r.eventBusName("bus").name("all"))),
          call(
              "describe no rule",
              it -> it.events().describeRule(r -> r.eventBusName("bus").name("none"))),
          call(
              "list rules",
              it -> it.events().listRules(r -> r.eventBusName("bus").namePrefix("al"))),
          call(
              "list targets",
              it -> it.events().listTargetsByRule(r -> r.eventBusName("bus").rule("all"))),
          call("put an event", it -> put(it, entry("shop", "made", "{\"n\":1}"))),
          call("put an event of no source", it -> put(it, entry("", "made", "{}"))),
          call("put an event of no type", it -> put(it, entry("shop", "", "{}"))),
          call("put an event of no detail", it -> put(it, entry("shop", "made", ""))),
          call("put an event that is a list", it -> put(it, entry("shop", "made", "[]"))),
          call("put an event that is a text", it -> put(it, entry("shop", "made", "\"text\""))),
          call("put an event that is cut off", it -> put(it, entry("shop", "made", "{"))),
          call(
              "put events of which one is wrong",
              it -> put(it, entry("shop", "", "{}"), entry("shop", "made", "{\"n\":2}"))),
          call("put an event of AWS's", it -> put(it, entry("aws.ec2", "made", "{}"))),
          call(
              "put an event on no bus",
              it -> put(it, entry("shop", "made", "{}").toBuilder().eventBusName("none").build())),
          call(
              "put an event of a type of 128 letters",
              it -> put(it, entry("none", letters(128), "{}"))),
          call(
              "put an event of a type of 129 letters",
              it -> put(it, entry("none", letters(129), "{}"))),
          call(
              "put 11 events",
              it ->
                  put(
                      it,
                      to(11).stream()
                          .map(_ -> entry("none", "made", "{}"))
                          .toArray(PutEventsRequestEntry[]::new))),
          call("put no events", EventCalls::put),
          call(
              "put 1 MiB",
              it -> put(it, entry("none", "made", "{\"x\":\"" + letters(1_048_524) + "\"}"))),
          call(
              "put more",
              it -> put(it, entry("none", "made", "{\"x\":\"" + letters(1_048_525) + "\"}"))),
          call("receive events", it -> received(it)),
          call(
              "put a target with a template",
              it ->
                  targets(
                      it,
                      "all",
                      1,
                      t ->
                          t.inputTransformer(
                              InputTransformer.builder()
                                  .inputPathsMap(Map.of("n", "$.detail.n", "o", "$.detail.o"))
                                  .inputTemplate(
                                      "{\"n\": <n>, \"o\": <o>, \"said\": \"no. <n>\", \"event\":"
                                          + " <aws.events.event.json>}")
                                  .build()))),
          call(
              "put an event for the template",
              it -> put(it, entry("shop", "made", "{\"n\":5,\"o\":{\"deep\":1}}"))),
          call("receive the rendered template", it -> received(it)),
          call(
              "put a target with a placeholder for nothing",
              it ->
                  targets(
                      it,
                      "all",
                      1,
                      t ->
                          t.inputTransformer(
                              transformer -> transformer.inputTemplate("{\"n\": <n>}")))),
          call("put 6 targets", it -> targets(it, "all", 6, _ -> {})),
          call("put a target of no rule", it -> targets(it, "none", 1, _ -> {})),
          call(
              "delete a rule that has targets",
              it -> it.events().deleteRule(r -> r.eventBusName("bus").name("all"))),
          call(
              "put a rule over lists of objects",
              it -> rule(it, "deep", "{\"detail\":{\"items\":{\"kind\":[\"new\"]}}}")),
          call(
              "describe an archive",
              it -> it.events().describeArchive(a -> a.archiveName("archive")).eventPattern()),
          call(
              "describe no archive", it -> it.events().describeArchive(a -> a.archiveName("none"))),
          call(
              "start a replay of 65 letters",
              it -> replay(it, letters(65), NOON, NOON.plusSeconds(60))),
          call(
              "start a replay that ends before it begins",
              it -> replay(it, "back", NOON, NOON.minusSeconds(60))),
          call("describe no replay", it -> it.events().describeReplay(r -> r.replayName("none"))),
          call(
              "remove targets",
              it -> it.events().removeTargets(r -> r.eventBusName("bus").rule("all").ids("t0"))),
          call(
              "test a pattern",
              it ->
                  it.events()
                      .testEventPattern(
                          t ->
                              t.eventPattern("{\"source\":[\"shop\"]}")
                                  .event(
                                      "{\"id\":\"1\",\"source\":\"shop\",\"detail-type\":\"made\",\"account\":\"1\",\"region\":\"us-east-1\",\"time\":\"2026-11-23T12:00:00Z\",\"resources\":[],\"detail\":{}}"))));

  private EventCalls() {}

  private static Call call(String name, Call.Work work) {
    return new Call("events: " + name, work);
  }

  private static Object rule(Clients it, String name, String pattern) {
    return it.events().putRule(r -> r.eventBusName("bus").name(name).eventPattern(pattern));
  }

  private static Object targets(Clients it, String rule, int count, Consumer<Target.Builder> aim) {
    List<Target> targets =
        to(count).stream()
            .map(
                i ->
                    Target.builder()
                        .id("t" + i)
                        .arn(it.arn("sqs", "events"))
                        .applyMutation(aim)
                        .build())
            .toList();
    return it.events().putTargets(t -> t.eventBusName("bus").rule(rule).targets(targets));
  }

  private static PutEventsRequestEntry entry(String source, String type, String detail) {
    return PutEventsRequestEntry.builder()
        .eventBusName("bus")
        .time(NOON)
        .source(source)
        .detailType(type)
        .resources("arn:aws:shop:::order/1")
        .detail(detail)
        .build();
  }

  private static Object put(Clients it, PutEventsRequestEntry... entries) {
    return it.events().putEvents(p -> p.entries(entries));
  }

  private static Object replay(Clients it, String name, Instant from, Instant to) {
    return it.events()
        .startReplay(
            r ->
                r.replayName(name)
                    .eventSourceArn(it.arn("events", "archive/archive"))
                    .eventStartTime(from)
                    .eventEndTime(to)
                    .destination(d -> d.arn(it.arn("events", "event-bus/bus"))));
  }

  private static Object received(Clients it) {
    return it
        .sqs()
        .receiveMessage(m -> m.queueUrl(it.queue("events")).maxNumberOfMessages(10))
        .messages()
        .stream()
        .map(message -> Map.of("Body", message.body()))
        .toList();
  }
}

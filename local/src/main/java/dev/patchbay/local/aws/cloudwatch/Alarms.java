package dev.patchbay.local.aws.cloudwatch;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.log.Log;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.iam.Authority;
import dev.patchbay.local.aws.iam.Principal;
import dev.patchbay.local.aws.iam.ServiceCalls;
import dev.patchbay.local.aws.sns.Topics;
import dev.patchbay.local.aws.sqs.Queues;
import dev.patchbay.local.clock.HubClock;
import dev.patchbay.local.store.Store;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.Physical;
import dev.patchbay.local.template.Provider;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The template's alarms on what the laptop measures: the functions' own metrics, which their log
 * lines carry, and the queues'. Looked at every minute; a change is a line in the hub's log and a
 * message to the alarm's topics. Thread-safe.
 *
 * <p>The hub knows nothing of the time before its start, and takes it to have been in order.
 */
public final class Alarms implements Provider {
  private static final String FILTER = "AWS::Logs::MetricFilter";

  /** What an alarm is in. */
  private enum State {
    OK,
    ALARM
  }

  private static final class Alarm {
    private final AlarmSettings settings;
    private volatile State state = State.OK;
    private volatile Instant since;

    Alarm(AlarmSettings settings, Instant since) {
      this.settings = settings;
      this.since = since;
    }
  }

  private final Metrics metrics = new Metrics();
  private final QueueMetrics queueMetrics;
  private final Store store;
  private final Queues queues;
  private final Topics topics;
  private final Authority authority;
  private final HubClock clock;
  private final Instant start;
  private final List<MetricFilter> filters = new CopyOnWriteArrayList<>();
  private final List<Alarm> alarms = new CopyOnWriteArrayList<>();
  private final List<String> notRun = new ArrayList<>();

  /**
   * @param authority which says to which topics an alarm may speak
   */
  public Alarms(Store store, Queues queues, Topics topics, Authority authority, HubClock clock) {
    this.queueMetrics = new QueueMetrics(queues, metrics);
    this.store = store;
    this.queues = queues;
    this.topics = topics;
    this.authority = authority;
    this.clock = clock;
    this.start = clock.instant();
    next();
  }

  @Override
  public Set<String> types() {
    return Set.of("AWS::CloudWatch::Alarm", FILTER);
  }

  @Override
  public Physical create(Declared resource) {
    if (resource.type().equals(FILTER)) {
      filters.addAll(MetricFilter.of(resource));
      return new Physical(resource.stack() + "-" + resource.logicalId(), Map.of());
    }
    Optional<AlarmSettings> settings = AlarmSettings.of(resource);
    settings.ifPresentOrElse(this::add, () -> notRun.add(resource.logicalId()));
    String name = settings.map(AlarmSettings::name).orElse(resource.logicalId());
    return new Physical(name, Map.of("Arn", Arns.of("cloudwatch", "alarm:" + name)));
  }

  private void add(AlarmSettings settings) {
    metrics.want(settings.metric());
    alarms.add(new Alarm(settings, start));
  }

  /** Alarms on what the laptop does not measure, by logical id. */
  public List<String> notRun() {
    return notRun;
  }

  /** Takes the metrics of a function's log line: those it carries, and those that count it. */
  public void read(String group, String line) {
    Instant now = clock.instant();
    EmbeddedMetrics.read(line, (metric, value) -> metrics.add(metric, now, value));
    filters.forEach(
        filter -> filter.read(group, line, (metric, value) -> metrics.add(metric, now, value)));
  }

  /** Each alarm, with its state and since when. */
  public List<Map<String, Object>> states() {
    return alarms.stream().map(Alarms::shown).toList();
  }

  private static Map<String, Object> shown(Alarm alarm) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("alarm", alarm.settings.name());
    shown.put("state", alarm.state.name());
    shown.put("since", alarm.since.toString());
    shown.put("description", alarm.settings.description());
    return shown;
  }

  private void next() {
    clock.at(clock.instant().plus(Metrics.MINUTE), () -> Thread.ofVirtual().start(this::look));
  }

  private synchronized void look() {
    try {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
      alarms.stream()
          .map(alarm -> alarm.settings.metric())
          .filter(metric -> metric.namespace().equals(QueueMetrics.NAMESPACE))
          .distinct()
          .forEach(metric -> queueMetrics.measure(metric, now.minus(Metrics.MINUTE)));
      alarms.forEach(alarm -> look(alarm, now));
      metrics.forget(now);
    } catch (RuntimeException e) {
      Log.error("alarms not looked at", e);
    } finally {
      next();
    }
  }

  private void look(Alarm alarm, Instant now) {
    State state = isBroken(alarm.settings, now) ? State.ALARM : State.OK;
    if (state == alarm.state) {
      return;
    }
    State before = alarm.state;
    alarm.state = state;
    alarm.since = now;
    AlarmSettings settings = alarm.settings;
    Log.warn(
        state == State.ALARM ? "alarm" : "alarm is over",
        "alarm",
        settings.name(),
        "description",
        settings.description());
    List<String> told = state == State.ALARM ? settings.actions() : settings.okActions();
    told.forEach(topic -> tell(topic, settings, before, state, now));
  }

  private boolean isBroken(AlarmSettings alarm, Instant now) {
    int broken = 0;
    for (int i = 0; i < alarm.periods(); i++) {
      Instant to = now.minus(alarm.period().multipliedBy(i));
      Instant from = to.minus(alarm.period());
      Optional<Metrics.Measured> measured = metrics.between(alarm.metric(), from, to);
      boolean breaks =
          measured.map(it -> breaks(alarm, it)).orElse(alarm.missing() && !from.isBefore(start));
      broken += breaks ? 1 : 0;
    }
    return broken >= alarm.enough();
  }

  private static boolean breaks(AlarmSettings alarm, Metrics.Measured measured) {
    double value = alarm.sum() ? measured.sum() : measured.largest();
    return value >= alarm.threshold() == alarm.atLeast();
  }

  /** As CloudWatch tells a topic of it. */
  private void tell(String topic, AlarmSettings alarm, State before, State now, Instant at) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("AlarmName", alarm.name());
    message.put("AlarmDescription", alarm.description());
    message.put("AWSAccountId", Arns.ACCOUNT);
    message.put("AlarmArn", alarm.arn());
    message.put("Region", Arns.REGION);
    message.put("OldStateValue", before.name());
    message.put("NewStateValue", now.name());
    message.put("NewStateReason", "Seen on the laptop at the threshold " + alarm.threshold());
    message.put("StateChangeTime", at.toString());
    publish(alarm, topic, Topics.Publication.of(Json.write(message)));
  }

  private void publish(AlarmSettings alarm, String topic, Topics.Publication message) {
    Principal.Service cloudWatch = new Principal.Service("cloudwatch.amazonaws.com", alarm.arn());
    if (topics.exists(topic) && ServiceCalls.mayAct(authority, cloudWatch, "sns:Publish", topic)) {
      store.write(in -> topics.insert(in, topic, message)).forEach(queues::arrived);
    }
  }
}

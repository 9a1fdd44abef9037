package dev.patchbay.local.aws.s3;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.clock.HubClock;
import dev.patchbay.local.template.TemplateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The template's buckets, and how long each keeps its objects. Thread-safe. */
final class Buckets {
  /** Properties that change what a bucket does, and that the laptop does not run. */
  private static final List<String> REFUSED =
      List.of("NotificationConfiguration", "ReplicationConfiguration", "WebsiteConfiguration");

  private static final Duration SWEEP = Duration.ofHours(1);

  /** Objects under a prefix go after some days. */
  private record Lifecycle(String prefix, Duration kept) {}

  private final ObjectTable objects;
  private final HubClock clock;
  private final SortedMap<String, List<Lifecycle>> buckets = new ConcurrentSkipListMap<>();

  Buckets(ObjectTable objects, HubClock clock) {
    this.objects = objects;
    this.clock = clock;
    clock.at(clock.instant().plus(SWEEP), this::sweep);
  }

  /** Declares a bucket; objects of a former run stand. */
  void declare(String id, String name, Map<String, Object> properties) {
    for (String property : REFUSED) {
      if (properties.containsKey(property)) {
        throw new TemplateException("%s: the laptop's buckets have no %s".formatted(id, property));
      }
    }
    if ("Enabled".equals(Members.object(properties, "VersioningConfiguration").get("Status"))) {
      throw new TemplateException(id + ": the laptop's buckets keep no versions");
    }
    List<Lifecycle> rules = new ArrayList<>();
    Map<String, Object> lifecycle = Members.object(properties, "LifecycleConfiguration");
    for (Object item : Members.list(lifecycle, "Rules")) {
      Map<String, Object> rule = Json.object(item);
      long days = Members.number(rule, "ExpirationInDays", 0);
      if (days > 0 && "Enabled".equals(rule.get("Status"))) {
        rules.add(new Lifecycle(Members.text(rule, "Prefix", ""), Duration.ofDays(days)));
      }
    }
    buckets.put(name, rules);
  }

  Set<String> names() {
    return buckets.keySet();
  }

  void require(String name) {
    if (!buckets.containsKey(name)) {
      throw new AwsException("NoSuchBucket", "The specified bucket does not exist", 404);
    }
  }

  private void sweep() {
    Instant now = clock.instant();
    buckets.forEach(
        (bucket, rules) ->
            rules.forEach(rule -> objects.expire(bucket, rule.prefix(), now.minus(rule.kept()))));
    clock.at(now.plus(SWEEP), this::sweep);
  }
}

package dev.patchbay.local.aws.events;

import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Constraints;
import dev.patchbay.local.aws.JsonProtocol;
import dev.patchbay.local.aws.Members;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * EventBridge's operations on archives and replays
 * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html).
 */
final class ReplayOperations {
  private final Buses buses;
  private final Replays replays;
  private final Instant started;

  ReplayOperations(Buses buses, Replays replays, Instant started) {
    this.buses = buses;
    this.replays = replays;
    this.started = started;
  }

  Map<String, JsonProtocol.Operation> operations() {
    return Map.of(
        "DescribeArchive",
        in -> archive(buses.archives().require(Members.text(in, "ArchiveName"))),
        "ListArchives",
        this::listArchives,
        "StartReplay",
        this::startReplay,
        "DescribeReplay",
        in -> replay(replays.require(Members.text(in, "ReplayName"))),
        "ListReplays",
        this::listReplays,
        "CancelReplay",
        in -> state(replays.cancel(Members.text(in, "ReplayName"))));
  }

  private Map<String, Object> listArchives(Map<String, Object> in) {
    String prefix = Members.text(in, "NamePrefix", "");
    String source = Members.text(in, "EventSourceArn", "");
    return Map.of(
        "Archives",
        buses.archives().all().stream()
            .filter(it -> it.name().startsWith(prefix))
            .filter(it -> source.isEmpty() || source.equals(Buses.arn(it.bus())))
            .map(this::archive)
            .toList());
  }

  private Map<String, Object> archive(Archives.Archive archive) {
    Archives.Size size = buses.archives().size(archive.bus());
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("ArchiveArn", archive.arn());
    shown.put("ArchiveName", archive.name());
    shown.put("EventSourceArn", Buses.arn(archive.bus()));
    if (archive.pattern() != null) {
      shown.put("EventPattern", archive.pattern());
    }
    shown.put("State", "ENABLED");
    shown.put("RetentionDays", archive.retentionDays());
    shown.put("SizeBytes", size.bytes());
    shown.put("EventCount", size.events());
    shown.put("CreationTime", seconds(started.toEpochMilli()));
    return shown;
  }

  private Map<String, Object> startReplay(Map<String, Object> in) {
    String name = Members.text(in, "ReplayName");
    Constraints.name("replayName", name, "[\\.\\-_A-Za-z0-9]+", 64);
    Archives.Archive archive = buses.archives().require(Members.text(in, "EventSourceArn"));
    Map<String, Object> destination = Members.object(in, "Destination");
    String bus = buses.require(Members.text(destination, "Arn"));
    if (!bus.equals(archive.bus())) {
      throw new AwsException(
          "ValidationException",
          "Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not"
              + " permitted.");
    }
    long from = millis(in, "EventStartTime");
    long to = millis(in, "EventEndTime");
    if (to <= from) {
      throw new AwsException(
          "ValidationException",
          "Parameter EventEndTime is not valid. Reason: EventStartTime must be before"
              + " EventEndTime.");
    }
    List<String> rules =
        Members.list(destination, "FilterArns").stream().map(Object::toString).toList();
    return state(replays.start(name, archive, bus, rules, from, to));
  }

  private static long millis(Map<String, Object> in, String name) {
    if (in.get(name) instanceof Number seconds) {
      return new BigDecimal(seconds.toString()).movePointRight(3).longValue();
    }
    throw new AwsException(
        "SerializationException", "'" + name + "' must be a time in epoch seconds");
  }

  private Map<String, Object> listReplays(Map<String, Object> in) {
    String prefix = Members.text(in, "NamePrefix", "");
    String state = Members.text(in, "State", "");
    String source = Members.text(in, "EventSourceArn", "");
    return Map.of(
        "Replays",
        replays.all().stream()
            .filter(it -> it.name().startsWith(prefix))
            .filter(it -> state.isEmpty() || state.equals(it.state()))
            .filter(it -> source.isEmpty() || source.equals(archiveArn(it)))
            .map(ReplayOperations::replay)
            .toList());
  }

  private static Map<String, Object> state(Replays.Replay replay) {
    return Map.of(
        "ReplayArn", Arns.of("events", "replay/" + replay.name()),
        "State", replay.state(),
        "ReplayStartTime", seconds(replay.started()));
  }

  private static String archiveArn(Replays.Replay replay) {
    return Arns.of("events", "archive/" + replay.archive());
  }

  private static Map<String, Object> replay(Replays.Replay replay) {
    Map<String, Object> shown = new LinkedHashMap<>(state(replay));
    shown.put("ReplayName", replay.name());
    shown.put("EventSourceArn", archiveArn(replay));
    Map<String, Object> destination = new LinkedHashMap<>(Map.of("Arn", Buses.arn(replay.bus())));
    if (!replay.rules().isEmpty()) {
      destination.put("FilterArns", replay.rules());
    }
    shown.put("Destination", destination);
    shown.put("EventStartTime", seconds(replay.from()));
    shown.put("EventEndTime", seconds(replay.to()));
    if (replay.last() > 0) {
      shown.put("EventLastReplayedTime", seconds(replay.last()));
    }
    if (replay.ended() > 0) {
      shown.put("ReplayEndTime", seconds(replay.ended()));
    }
    return shown;
  }

  private static BigDecimal seconds(long millis) {
    return BigDecimal.valueOf(millis, 3);
  }
}

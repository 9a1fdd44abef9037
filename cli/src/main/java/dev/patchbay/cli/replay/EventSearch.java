package dev.patchbay.cli.replay;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.cli.hub.HubView;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeArchiveResponse;

/**
 * Where in the archive one event is: EventBridge charges for all that it looks through
 * (https://aws.amazon.com/eventbridge/pricing/), and knows events by their time alone.
 */
final class EventSearch {
  private final EventBridgeClient events;
  private final HubView view;
  private final String archive;

  EventSearch(EventBridgeClient events, HubView view, String archive) {
    this.events = events;
    this.view = view;
    this.archive = archive;
  }

  /**
   * The stretch that holds an event.
   *
   * @param id its own, or {@code source/account/id}
   * @param from of the search, or null for all of the archive
   * @param to of the search, or null for now
   * @param said what else must hold
   * @throws CommandFailure where the id is that of several events
   */
  Stretch stretch(String id, Instant from, Instant to, Map<String, String> said) {
    Instant since = from == null ? begin() : from;
    Instant until = to == null ? Instant.now() : to;
    List<HubView.Place> places =
        view.places(id, since, to).stream()
            .filter(place -> said.getOrDefault("source", source(place)).equals(source(place)))
            .toList();
    if (places.size() > 1) {
      throw ambiguous(id, places.stream().map(HubView.Place::key).toList());
    }
    if (places.isEmpty()) {
      String[] parts = id.split("/", 3);
      Map<String, String> wanted = parts.length == 3 ? wanted(id, said) : new LinkedHashMap<>(said);
      wanted.putIfAbsent("id", id);
      return new Stretch(since, until, wanted, false);
    }
    HubView.Place place = places.getFirst();
    return new Stretch(
        from == null ? place.from() : from,
        to == null ? place.to().orElse(until) : to,
        wanted(place.key(), said),
        true);
  }

  private static String source(HubView.Place place) {
    return place.key().substring(0, place.key().indexOf('/'));
  }

  private static Map<String, String> wanted(String key, Map<String, String> said) {
    String[] parts = key.split("/", 3);
    Map<String, String> wanted = new LinkedHashMap<>(said);
    wanted.put("source", parts[0]);
    wanted.put("account", parts[1]);
    wanted.put("id", parts[2]);
    return wanted;
  }

  private Instant begin() {
    DescribeArchiveResponse described = events.describeArchive(get -> get.archiveName(archive));
    int days = described.retentionDays() == null ? 0 : described.retentionDays();
    return days == 0 ? described.creationTime() : Instant.now().minus(Duration.ofDays(days));
  }

  static CommandFailure ambiguous(String id, Collection<String> keys) {
    return new CommandFailure(
        "'"
            + id
            + "' is the id of "
            + keys.size()
            + " events; say which: "
            + String.join(", ", keys));
  }
}

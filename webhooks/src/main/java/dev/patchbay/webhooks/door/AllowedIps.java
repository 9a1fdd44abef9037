package dev.patchbay.webhooks.door;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * From where each source may call: {@code github=192.30.252.0/22,stripe/acme=3.18.12.63}. An
 * account that is named has its own list and not that of its source; a source that is not named may
 * call from anywhere. Immutable.
 */
public record AllowedIps(Map<String, List<Network>> networks) {
  static final AllowedIps ANY = new AllowedIps(Map.of());

  /**
   * Reads the parameter of the template.
   *
   * @param isSource whether the catalog has a source of a name
   * @throws IllegalArgumentException naming the item that is wrong. The function then does not
   *     start: a list that is passed over would let everybody in
   */
  public static AllowedIps parse(String text, Predicate<String> isSource) {
    Map<String, List<Network>> networks = new TreeMap<>();
    for (String item : text.split(",")) {
      if (!item.isBlank()) {
        add(item.strip(), isSource, networks);
      }
    }
    return new AllowedIps(networks);
  }

  private static void add(
      String item, Predicate<String> isSource, Map<String, List<Network>> networks) {
    String[] parts = item.split("=", 2);
    String source = parts[0].replaceFirst("/.*", "");
    if (parts.length < 2 || parts[0].isEmpty()) {
      throw wrong(item, "write SOURCE=CIDR or SOURCE/ACCOUNT=CIDR");
    }
    if (!isSource.test(source)) {
      throw wrong(item, "the catalog has no source '" + source + "'");
    }
    try {
      networks.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(Network.parse(parts[1]));
    } catch (IllegalArgumentException e) {
      throw wrong(item, e.getMessage());
    }
  }

  private static IllegalArgumentException wrong(String item, String why) {
    return new IllegalArgumentException(
        "the parameter AllowedIps is wrong at '" + item + "': " + why);
  }

  /** The sources that it names. */
  public Set<String> sources() {
    return networks.keySet().stream()
        .map(name -> name.replaceFirst("/.*", ""))
        .collect(Collectors.toSet());
  }

  boolean allows(String source, String account, String address) {
    List<Network> own = networks.getOrDefault(source + "/" + account, networks.get(source));
    Optional<InetAddress> from = Network.address(address);
    return own == null || from.isPresent() && own.stream().anyMatch(it -> it.holds(from.get()));
  }
}

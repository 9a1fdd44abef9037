package dev.patchbay.connectors.kit.destination;

import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.expression.Escape;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Takes out of a destination's words what it may have quoted of the secret: its values, what
 * requests show in their stead (Basic's base64, a token), and the pieces of an address that is a
 * secret itself. Thread-safe.
 *
 * @param kept pieces, the longest first
 * @param shown what the requests show of late
 */
public record Mask(List<String> kept, Supplier<Collection<String>> shown) {
  private static final int SHORTEST = 4;

  /** A shorter part of a path, such as "hooks" or "api", is a word and no secret. */
  private static final int SHORTEST_SEGMENT = 8;

  /** What is no credential in any secret. */
  private static final Set<String> OPEN = Set.of("rate");

  /**
   * A mask for a secret.
   *
   * @param entry which says what of it is an address and secret
   * @param fields of the secret, by name
   * @param shown what requests have shown of late that is as secret as the secret
   */
  public static Mask of(
      ConnectorEntry entry, Map<String, Object> fields, Supplier<Collection<String>> shown) {
    return of(fields, addresses(entry, fields), shown);
  }

  private static Set<String> addresses(ConnectorEntry entry, Map<String, Object> fields) {
    return entry.secret() == null
        ? Set.of()
        : entry.secret().properties().entrySet().stream()
            .filter(property -> Boolean.TRUE.equals(property.getValue().get("secret")))
            .map(Map.Entry::getKey)
            .filter(name -> String.valueOf(fields.get(name)).startsWith("http"))
            .collect(Collectors.toSet());
  }

  /**
   * @param addresses names of the fields that are addresses and secret
   */
  static Mask of(
      Map<String, Object> fields, Set<String> addresses, Supplier<Collection<String>> shown) {
    Set<String> pieces = new LinkedHashSet<>();
    fields.forEach(
        (name, value) -> {
          if (!OPEN.contains(name)) {
            value(pieces, value);
          }
          if (value instanceof String text && addresses.contains(name)) {
            address(pieces, text.strip());
          }
        });
    return new Mask(longestFirst(pieces), shown);
  }

  private static void value(Set<String> pieces, Object value) {
    switch (value) {
      case String text -> {
        add(pieces, text.strip(), SHORTEST);
        for (String word : text.strip().split("\\s+")) { // a secret may hold several
          add(pieces, word, SHORTEST_SEGMENT);
        }
      }
      case Map<?, ?> within -> within.values().forEach(each -> value(pieces, each));
      case Collection<?> within -> within.forEach(each -> value(pieces, each));
      case null, default -> {}
    }
  }

  /** The text without them. */
  public String over(String text) {
    String masked = text;
    for (String piece : longestFirst(shown.get())) {
      masked = masked.replace(piece, "***");
    }
    for (String piece : kept) {
      masked = masked.replace(piece, "***");
    }
    return masked;
  }

  private static void add(Set<String> pieces, String piece, int shortest) {
    if (piece.length() >= shortest) {
      pieces.add(piece);
      pieces.add(Escape.URL.apply(piece));
    }
  }

  private static void address(Set<String> pieces, String address) {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException _) {
      return; // no request goes there
    }
    if (uri.getRawUserInfo() != null) {
      add(pieces, uri.getRawUserInfo(), SHORTEST);
    }
    if (uri.getRawPath() != null) {
      add(pieces, uri.getRawPath(), SHORTEST);
      for (String segment : uri.getRawPath().split("[/;]")) {
        both(pieces, segment, SHORTEST_SEGMENT);
      }
    }
    if (uri.getRawQuery() != null) {
      add(pieces, uri.getRawQuery(), SHORTEST);
      for (String parameter : uri.getRawQuery().split("&")) {
        both(pieces, parameter.substring(parameter.indexOf('=') + 1), SHORTEST_SEGMENT);
      }
    }
  }

  private static void both(Set<String> pieces, String raw, int shortest) {
    add(pieces, raw, shortest);
    add(pieces, URLDecoder.decode(raw, StandardCharsets.UTF_8), shortest);
  }

  private static List<String> longestFirst(Collection<String> pieces) {
    return pieces.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }
}

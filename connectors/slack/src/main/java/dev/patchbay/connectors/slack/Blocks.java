package dev.patchbay.connectors.slack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes blocks fit Slack's limits (https://docs.slack.dev/reference/block-kit/blocks): what is too
 * long or too many is cut, and what a payload left empty goes, since Slack refuses the whole
 * message for it.
 */
final class Blocks {
  static final int MOST = 50;

  private static final int LONGEST = 3000;
  private static final int LONGEST_ID = 255;

  /** Characters, by the type of what holds them and their field; {@value #LONGEST} elsewhere. */
  private static final Map<String, Integer> LENGTHS =
      Map.ofEntries(
          Map.entry("header.text", 150),
          Map.entry("section.fields", 2000),
          Map.entry("markdown.text", 12_000),
          Map.entry("image.alt_text", 2000),
          Map.entry("image.title", 2000),
          Map.entry("video.title", 200),
          Map.entry("video.description", 200),
          Map.entry("button.text", 75),
          Map.entry("button.value", 2000),
          Map.entry("button.accessibility_label", 75),
          Map.entry("options.text", 75),
          Map.entry("options.description", 75),
          Map.entry("options.value", 150),
          Map.entry("confirm.title", 100),
          Map.entry("confirm.text", 300),
          Map.entry("confirm.confirm", 30),
          Map.entry("confirm.deny", 30));

  private static final Map<String, Integer> COUNTS =
      Map.of(
          "section.fields", 10,
          "context.elements", 10,
          "actions.elements", 25,
          "overflow.options", 5);

  /** Of these fields at least one must be there. */
  private static final Map<String, Set<String>> NEEDS =
      Map.of(
          "section", Set.of("text", "fields"),
          "header", Set.of("text"),
          "markdown", Set.of("text"),
          "context", Set.of("elements"),
          "actions", Set.of("elements"),
          "button", Set.of("text"));

  private static final Set<String> TEXTS = Set.of("mrkdwn", "plain_text");

  /** Fields that Slack shows: there it reads {@code &amp;lt;} as a character. */
  private static final Set<String> SHOWN =
      Set.of("text", "alt_text", "title", "description", "author_name", "provider_name");

  /** Elements of rich text, whose texts are no mark-up. */
  private static final Set<String> PLAIN = Set.of("text", "link");

  private Blocks() {}

  /** The blocks, at most so many of them. */
  static List<Object> fit(List<Map<String, Object>> blocks, int most) {
    List<Object> fitting = new ArrayList<>();
    for (Map<String, Object> block : blocks) {
      Object fit = fit("message", "blocks", block);
      if (fit != null) {
        fitting.add(fit);
      }
    }
    if (fitting.size() <= most) {
      return fitting;
    }
    List<Object> cut = new ArrayList<>(fitting.subList(0, most - 1));
    cut.add(context("_… and %d more blocks_".formatted(fitting.size() - most + 1)));
    return cut;
  }

  /** A line in small grey letters. */
  static Map<String, Object> context(String... lines) {
    List<Map<String, Object>> elements = new ArrayList<>();
    for (String line : lines) {
      elements.add(Map.of("type", "mrkdwn", "text", Cut.to(LONGEST, line)));
    }
    return Map.of("type", "context", "elements", elements);
  }

  /**
   * A value as it may stand there; null where nothing is left of it.
   *
   * @param owner type of the object that holds it
   */
  private static Object fit(String owner, String field, Object value) {
    return switch (value) {
      case String text -> text(owner, field, text);
      case List<?> list -> list(owner, field, list);
      case Map<?, ?> object -> object(owner, field, object);
      case null, default -> value;
    };
  }

  private static Object object(String owner, String field, Map<?, ?> object) {
    String type = object.get("type") instanceof String given ? given : field;
    boolean isText = TEXTS.contains(type);
    Map<String, Object> fitting = new LinkedHashMap<>();
    object.forEach(
        (key, item) -> {
          String name = key.toString();
          // A text's length is a matter of where it stands.
          Object fit =
              isText && name.equals("text") && item instanceof String text
                  ? shown(owner, field, text)
                  : fit(type, name, item);
          if (fit != null) {
            fitting.put(name, fit);
          }
        });
    Set<String> needed = isText ? Set.of("text") : NEEDS.getOrDefault(type, Set.of());
    boolean isWhole = needed.isEmpty() || needed.stream().anyMatch(fitting::containsKey);
    return isWhole ? fitting : null;
  }

  private static Object list(String owner, String field, List<?> list) {
    List<Object> fitting = new ArrayList<>();
    int most = COUNTS.getOrDefault(owner + "." + field, Integer.MAX_VALUE);
    for (Object item : list) {
      Object fit = fitting.size() < most ? fit(owner, field, item) : null;
      if (fit != null) {
        fitting.add(fit);
      }
    }
    return fitting.isEmpty() ? null : fitting;
  }

  private static Object text(String owner, String field, String text) {
    if (field.endsWith("_id")) {
      String id = raw(text);
      return id.isBlank() ? null : id.substring(0, Math.min(LONGEST_ID, id.length()));
    }
    if (field.equals("url") || field.endsWith("_url")) {
      String address = raw(text);
      return address.isBlank() || address.length() > LONGEST ? null : address;
    }
    boolean isShown = SHOWN.contains(field) && !PLAIN.contains(owner);
    return shown(owner, field, isShown ? text : raw(text));
  }

  private static String shown(String owner, String field, String text) {
    int longest = LENGTHS.getOrDefault(owner + "." + field, LONGEST);
    return text.isBlank() ? null : Cut.to(longest, text);
  }

  /** What was inserted is escaped for mrkdwn, and this is none. */
  private static String raw(String text) {
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }
}

package dev.patchbay.connectors.slack;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.event.Severity;
import dev.patchbay.core.expression.Escape;
import dev.patchbay.core.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A message within Slack's limits.
 *
 * @param text mrkdwn; only notifications show it where there are blocks
 * @param attachments a card in the colour of the event's severity, or nothing
 */
record SlackMessage(String text, List<Object> blocks, List<Object> attachments) {
  /**
   * Slack cuts at 40,000 characters without a word
   * (https://docs.slack.dev/reference/methods/chat.postMessage).
   */
  private static final int LONGEST = 40_000;

  /** Of a message that is changed. */
  private static final int LONGEST_CHANGED = 4000;

  private static final String NOTE = "\n_(as text alone: Slack refused the blocks)_";

  static SlackMessage of(Delivery delivery, SlackParameters parameters) {
    String text = Cut.to(LONGEST, text(delivery.event(), parameters));
    List<Object> buttons = buttons(delivery.route(), parameters.actions());
    List<Object> blocks = Blocks.fit(parameters.blocks(), Blocks.MOST - buttons.size());
    if (!blocks.isEmpty()) {
      blocks.addAll(buttons);
      return new SlackMessage(text, blocks, List.of());
    }
    if (parameters.card()) {
      return new SlackMessage(text, List.of(), List.of(card(delivery.event(), text, buttons)));
    }
    if (buttons.isEmpty()) {
      return new SlackMessage(text, List.of(), List.of());
    }
    Map<String, Object> section =
        Map.of("type", "section", "text", Map.of("type", "mrkdwn", "text", text));
    List<Object> both = Blocks.fit(List.of(section), 1);
    both.addAll(buttons);
    return new SlackMessage(text, both, List.of());
  }

  /** Slack refuses a message without a text; an event may leave nothing of a route's. */
  private static String text(Event event, SlackParameters parameters) {
    if (!parameters.text().isBlank()) {
      return parameters.text();
    }
    return escaped(event.title().isBlank() ? event.source() + " " + event.type() : event.title());
  }

  /** What the text does not tell: subject, actor, link, origin and time. */
  private static Map<String, Object> card(Event event, String text, List<Object> buttons) {
    List<String> lines = new ArrayList<>();
    if (event.severity().compareTo(Severity.INFO) > 0) {
      lines.add("*" + event.severity().word() + "*");
    }
    for (String told : new String[] {event.subject(), event.actor()}) {
      String line = escaped(told);
      if (!line.isBlank() && !tells(text, line)) {
        lines.add(line);
      }
    }
    String origin = escaped(event.source() + " " + event.type());
    lines.add(origin);
    String url = escaped(event.url());
    if (url.matches("https?://[^\\s|]+") && !text.contains(url)) {
      lines.add("<" + url + "|open>");
    }
    String time = time(event.time());
    if (time != null) {
      lines.add(time);
    }
    List<Object> blocks = new ArrayList<>();
    blocks.add(Blocks.context(lines.toArray(String[]::new)));
    blocks.addAll(buttons);
    return Map.of("color", colour(event.severity()), "blocks", blocks, "fallback", origin);
  }

  private static boolean tells(String text, String line) {
    return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(line) + "(?![\\p{L}\\p{N}])")
        .matcher(text)
        .find();
  }

  private static String escaped(String text) {
    return Escape.MRKDWN.apply(Escape.LINE.apply(text)).strip();
  }

  /** In the reader's own time zone. */
  private static String time(String time) {
    try {
      long seconds = Instant.parse(time).getEpochSecond();
      return "<!date^%d^{date_short_pretty} {time}|%s>".formatted(seconds, time);
    } catch (DateTimeException _) {
      return null;
    }
  }

  private static String colour(Severity severity) {
    return switch (severity) {
      case DEBUG -> "#9e9e9e";
      case INFO -> "#2e7dd1";
      case WARNING -> "#ecb22e";
      case ERROR -> "#e01e5a";
      case CRITICAL -> "#8b0000";
    };
  }

  /**
   * One block of buttons, or none. The press of one comes back with the route's name as {@code
   * block_id}, and that and the button's text as {@code action_id}.
   */
  private static List<Object> buttons(String route, List<SlackParameters.Action> actions) {
    List<Map<String, Object>> elements = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (SlackParameters.Action action : actions) {
      String id = route + "/" + name(action, elements.size() + 1);
      elements.add(button(ids.add(id) ? id : id + "-" + elements.size(), action));
    }
    return elements.isEmpty()
        ? List.of()
        : Blocks.fit(
            List.of(Map.of("type", "actions", "block_id", route, "elements", elements)), 1);
  }

  private static Map<String, Object> button(String id, SlackParameters.Action action) {
    Map<String, Object> button = new LinkedHashMap<>();
    button.put("type", "button");
    button.put("text", Map.of("type", "plain_text", "text", action.text(), "emoji", true));
    button.put("action_id", id);
    button.put("value", action.value());
    if ("primary".equals(action.style()) || "danger".equals(action.style())) {
      button.put("style", action.style());
    }
    if (action.url() != null && action.url().matches("https?://\\S+")) {
      button.put("url", action.url());
    }
    return button;
  }

  private static String name(SlackParameters.Action action, int place) {
    String name =
        action
            .text()
            .toString()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}]+", "-")
            .replaceAll("^-+|-+$", "");
    return name.isEmpty() ? "button-" + place : name;
  }

  /**
   * What Slack may take after it has refused the message with an error of {@link
   * SlackAnswer#UNFIT}; equal to the message where nothing can be left out.
   */
  SlackMessage after(String error) {
    String note = blocks.isEmpty() && attachments.isEmpty() ? "" : NOTE;
    int longest = error.equals("msg_too_long") ? LONGEST_CHANGED : LONGEST;
    return new SlackMessage(Cut.to(longest - note.length(), text) + note, List.of(), List.of());
  }

  /** Null for none. */
  String blocksJson() {
    return blocks.isEmpty() ? null : Json.write(blocks);
  }

  /** Null for none. */
  String attachmentsJson() {
    return attachments.isEmpty() ? null : Json.write(attachments);
  }
}

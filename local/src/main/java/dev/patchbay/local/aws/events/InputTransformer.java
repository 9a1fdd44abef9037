package dev.patchbay.local.aws.events;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Constraints;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * EventBridge's input transformer
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html): a
 * template whose {@code <name>} stands for a value of the event. A name alone gives JSON; inside of
 * quotes it gives text, unescaped.
 *
 * @param paths by variable, in dot notation
 */
public record InputTransformer(Map<String, String> paths, String template) {
  private static final Pattern VARIABLE = Pattern.compile("<([A-Za-z0-9_.-]+)>");
  private static final Set<String> KNOWN =
      Set.of(
          "aws.events.rule-arn",
          "aws.events.rule-name",
          "aws.events.event.ingestion-time",
          "aws.events.event.json",
          "aws.events.event");

  /** Those that stand for JSON, which has no place inside of a text. */
  private static final Set<String> JSON = Set.of("aws.events.event.json", "aws.events.event");

  private static final String MEMBER = "targets.1.member.inputTransformer.";

  /**
   * EventBridge's limits
   * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html).
   */
  private static final int LONGEST = 8192;

  private static final int MOST_PATHS = 100;
  private static final int LONGEST_KEY = 256;

  public InputTransformer {
    paths = Map.copyOf(paths);
    Constraints.length(MEMBER + "inputTemplate", template, template.length(), 1, LONGEST);
    Constraints.length(MEMBER + "inputPathsMap", paths, paths.size(), 0, MOST_PATHS);
    paths.forEach(
        (key, path) -> {
          Constraints.name(MEMBER + "inputPathsMap", key, "[A-Za-z0-9\\_\\-]+", LONGEST_KEY);
          RuleRules.path(MEMBER + "inputPathsMap", path);
          if (key.startsWith("AWS")) {
            throw invalid("the keys of InputPathsMap cannot start with AWS: " + key);
          }
        });
  }

  /** Refuses a template whose placeholders stand for nothing, or for what has no place there. */
  void check(String target) {
    Matcher variable = VARIABLE.matcher(template);
    boolean quoted = false;
    int from = 0;
    while (variable.find()) {
      String name = variable.group(1);
      quoted = isQuoted(template, from, variable.start(), quoted);
      from = variable.end();
      if (!paths.containsKey(name) && !KNOWN.contains(name)) {
        throw invalid(
            "InputTemplate for target %s contains invalid placeholder %s.".formatted(target, name));
      }
      if (quoted && JSON.contains(name)) {
        throw invalid(
            "InputTemplate for target %s has %s, which is JSON, inside of a text."
                .formatted(target, name));
      }
    }
  }

  private static AwsException invalid(String message) {
    return new AwsException("ValidationException", message);
  }

  /** The template over an event. */
  public String apply(Map<String, Object> event, String eventJson, String ruleArn) {
    StringBuilder text = new StringBuilder(template.length() + eventJson.length());
    Matcher variable = VARIABLE.matcher(template);
    boolean quoted = false;
    int from = 0;
    while (variable.find()) {
      quoted = isQuoted(template, from, variable.start(), quoted);
      text.append(template, from, variable.start());
      text.append(value(variable.group(1), quoted, event, eventJson, ruleArn));
      from = variable.end();
    }
    return text.append(template, from, template.length()).toString();
  }

  private static boolean isQuoted(String template, int from, int to, boolean before) {
    boolean quoted = before;
    for (int i = from; i < to; i++) {
      char c = template.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      }
    }
    return quoted;
  }

  private String value(
      String name, boolean quoted, Map<String, Object> event, String eventJson, String ruleArn) {
    return switch (name) {
      case "aws.events.event.json" -> eventJson;
      case "aws.events.event" -> Json.write(withoutDetail(event));
      case "aws.events.rule-arn" -> text(ruleArn, quoted);
      case "aws.events.rule-name" -> text(ruleArn.substring(ruleArn.lastIndexOf('/') + 1), quoted);
      case "aws.events.event.ingestion-time" -> text(event.get("time"), quoted);
      default -> text(at(event, paths.get(name)), quoted);
    };
  }

  private static Map<String, Object> withoutDetail(Map<String, Object> event) {
    Map<String, Object> without = new LinkedHashMap<>(event);
    without.remove("detail");
    without.put("detailType", without.remove("detail-type"));
    return without;
  }

  private static String text(Object value, boolean quoted) {
    if (!quoted) {
      return value == null ? "\"\"" : Json.write(value);
    }
    return switch (value) {
      case null -> "";
      case String text -> text;
      // What AWS does to objects and lists inside of a text: their own quotes fall away.
      case Map<?, ?> map -> Json.write(map).replace("\"", "");
      case List<?> list -> Json.write(list).replace("\"", "");
      default -> value.toString();
    };
  }

  /** The value at a path such as {@code $.detail.labels[0].name}; null where there is none. */
  public static Object at(Object event, String path) {
    Object value = event;
    for (String step : path.replaceFirst("^\\$\\.?", "").replace("[", ".[").split("\\.")) {
      if (step.startsWith("[") && value instanceof List<?> list) {
        int index = Integer.parseInt(step.replaceAll("\\D", ""));
        value = index < list.size() ? list.get(index) : null;
      } else if (!step.isEmpty()) {
        value = value instanceof Map<?, ?> map ? map.get(step) : null;
      }
    }
    return value;
  }
}

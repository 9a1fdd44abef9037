package dev.patchbay.local.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A template as it was written, YAML or JSON, with CloudFormation's short tags in their long form.
 *
 * @param lines of the entries of each section, by {@code Section.entry}, from 1
 */
public record TemplateFile(
    Path path, String text, Map<String, Object> content, Map<String, Integer> lines) {
  private static final Set<String> PLAIN = Set.of("Ref", "Condition");

  /**
   * Reads a template.
   *
   * @throws TemplateException when there is none, or it is neither YAML nor JSON
   */
  public static TemplateFile read(Path path) {
    try {
      return parse(path, Files.readString(path));
    } catch (IOException e) {
      throw new TemplateException("cannot read the template " + path);
    }
  }

  /**
   * Reads a template's text.
   *
   * @param path for messages
   * @throws TemplateException when it is neither YAML nor JSON
   */
  public static TemplateFile parse(Path path, String text) {
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(path.toString()).build();
      Node root = new Compose(settings).composeString(text).orElse(null);
      if (!(root instanceof MappingNode sections)) {
        throw new TemplateException(path + " holds no template");
      }
      Map<String, Integer> lines = new LinkedHashMap<>();
      return new TemplateFile(path, text, new Reader(path, lines).sections(sections), lines);
    } catch (MarkedYamlEngineException e) {
      throw new TemplateException(path + " is not YAML: " + e.getMessage());
    }
  }

  /** A section such as {@code Resources}; empty where the template has none. */
  public Map<String, Object> section(String name) {
    return Values.map(content.getOrDefault(name, Map.of()), () -> path + ": " + name);
  }

  /** {@code FILE:LINE: SECTION NAME}. */
  String place(String section, String name) {
    Integer line = lines.get(section + "." + name);
    return path + (line == null ? "" : ":" + line) + ": " + name;
  }

  private record Reader(Path path, Map<String, Integer> lines) {
    Map<String, Object> sections(MappingNode root) {
      for (NodeTuple section : root.getValue()) {
        if (section.getValueNode() instanceof MappingNode entries) {
          for (NodeTuple entry : entries.getValue()) {
            lines.put(key(section) + "." + key(entry), line(entry.getKeyNode()));
          }
        }
      }
      return map(root);
    }

    private Object value(Node node) {
      String tag = node.getTag().getValue();
      if (!tag.startsWith("!")) {
        return untagged(node);
      }
      String name = tag.substring(1);
      Object argument = node instanceof ScalarNode scalar ? scalar.getValue() : untagged(node);
      return Map.of(PLAIN.contains(name) ? name : "Fn::" + name, argument);
    }

    private Object untagged(Node node) {
      return switch (node) {
        case MappingNode map -> map(map);
        case SequenceNode list -> list(list);
        case ScalarNode scalar -> scalar(scalar);
        default -> throw new TemplateException(path + ":" + line(node) + ": not understood");
      };
    }

    private List<Object> list(SequenceNode list) {
      List<Object> values = new ArrayList<>();
      list.getValue().forEach(item -> values.add(value(item)));
      return values;
    }

    private Map<String, Object> map(MappingNode map) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (NodeTuple entry : map.getValue()) {
        if (values.put(key(entry), value(entry.getValueNode())) != null) {
          throw new TemplateException(
              path + ":" + line(entry.getKeyNode()) + ": '" + key(entry) + "' stands twice");
        }
      }
      return values;
    }

    private String key(NodeTuple entry) {
      if (entry.getKeyNode() instanceof ScalarNode key) {
        return key.getValue();
      }
      throw new TemplateException(path + ":" + line(entry.getKeyNode()) + ": a key must be text");
    }

    private static Object scalar(ScalarNode scalar) {
      String text = scalar.getValue();
      Tag tag = scalar.getTag();
      if (tag.equals(Tag.INT) && text.matches("-?(0|[1-9][0-9]{0,17})")) {
        return Long.valueOf(text);
      }
      if (tag.equals(Tag.FLOAT) && text.matches("-?[0-9]+[.][0-9]+")) {
        return Double.valueOf(text);
      }
      if (tag.equals(Tag.BOOL)) {
        return Boolean.valueOf(text);
      }
      return tag.equals(Tag.NULL) ? "" : text;
    }

    private static int line(Node node) {
      return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
  }
}

package dev.patchbay.router.reading;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A YAML file as plain values that still know where they stand. */
public final class YamlTree {
  /** A place in a file. */
  record Place(int line, int column) {
    static final Place START = new Place(1, 1);
  }

  /** A routes file of {@code 300} routes has a tenth of it; aliases could make it any number. */
  private static final int MOST_COLLECTIONS = 50_000;

  private final String file;
  private final Deque<Node> outer = new ArrayDeque<>();
  private int collections;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private Object root;

  private YamlTree(String file) {
    this.file = file;
  }

  /** Reads a text; what cannot be read is among the problems. */
  public static YamlTree read(String file, String text) {
    YamlTree tree = new YamlTree(file);
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setAllowDuplicateKeys(true).build();
    try {
      Optional<Node> node = new Compose(settings).composeString(text);
      tree.root = node.map(top -> tree.value(top, "", new Scalars(settings))).orElse(null);
    } catch (MarkedYamlEngineException e) {
      Place place = e.getProblemMark().map(YamlTree::place).orElse(Place.START);
      String what = e.getProblem() == null ? "is not YAML" : e.getProblem();
      String hint = what.contains("'\\t") ? "; indent with spaces, not tabs" : "";
      tree.problems.add(
          new Problem(file, place.line(), place.column(), "", "not YAML: " + what + hint));
    } catch (YamlEngineException e) {
      tree.problems.add(
          new Problem(
              file, 1, 1, "", "not YAML: " + e.getMessage().lines().findFirst().orElse("")));
    }
    return tree;
  }

  /** Constructs scalars as YAML 1.2's core types. */
  private static final class Scalars extends StandardConstructor {
    Scalars(LoadSettings settings) {
      super(settings);
    }

    /** Empty for a tag that is not of YAML's core, and for a text that is not what its tag says. */
    Optional<Object> of(ScalarNode node) {
      try {
        return findConstructorFor(node).map(constructor -> constructor.construct(node));
      } catch (YamlEngineException | NumberFormatException _) {
        return Optional.empty();
      }
    }
  }

  private Object value(Node node, String path, Scalars scalars) {
    node.getStartMark().ifPresent(mark -> places.putIfAbsent(path, place(mark)));
    if (!(node instanceof ScalarNode)
        && (outer.contains(node) || ++collections > MOST_COLLECTIONS)) {
      problems.add(
          problem(
              path,
              "not YAML that Patchbay reads: aliases that hold themselves, or grow without end"));
      return null;
    }
    outer.addLast(node);
    try {
      return content(node, path, scalars);
    } finally {
      outer.removeLast();
    }
  }

  private Object content(Node node, String path, Scalars scalars) {
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar, path, scalars);
      case SequenceNode sequence -> {
        List<Object> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          items.add(value(item, path + "[" + items.size() + "]", scalars));
        }
        yield items;
      }
      case MappingNode mapping -> members(mapping, path, scalars);
      default -> throw new IllegalStateException("no such node: " + node.getNodeType());
    };
  }

  private Object scalar(ScalarNode node, String path, Scalars scalars) {
    if (Tag.NULL.equals(node.getTag())) {
      return null;
    }
    return scalars
        .of(node)
        .orElseGet(
            () -> {
              String what = "'" + node.getValue() + "' is not read as " + node.getTag();
              problems.add(problem(path, what + "; leave the tag out, or quote the text"));
              return null;
            });
  }

  private Map<String, Object> members(MappingNode mapping, String path, Scalars scalars) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      String inner = path.isEmpty() ? key : path + "." + key;
      tuple.getKeyNode().getStartMark().ifPresent(mark -> places.putIfAbsent(inner, place(mark)));
      if (members.containsKey(key)) {
        Place place = tuple.getKeyNode().getStartMark().map(YamlTree::place).orElse(Place.START);
        problems.add(
            new Problem(
                file,
                place.line(),
                place.column(),
                inner,
                "'" + key + "' stands here twice; keep one"));
      }
      members.put(key, value(tuple.getValueNode(), inner, scalars));
    }
    return members;
  }

  private static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Maps, lists and scalars; null for an empty file. */
  public Object root() {
    return root;
  }

  /** What was wrong with the YAML itself. */
  public List<Problem> problems() {
    return problems;
  }

  /** A problem at a path, or at its nearest known parent. */
  public Problem problem(String path, String message) {
    String known = path;
    while (!places.containsKey(known) && !known.isEmpty()) {
      known =
          known.substring(0, Math.max(0, Math.max(known.lastIndexOf('.'), known.lastIndexOf('['))));
    }
    Place place = places.getOrDefault(known, Place.START);
    return new Problem(file, place.line(), place.column(), path, message);
  }
}

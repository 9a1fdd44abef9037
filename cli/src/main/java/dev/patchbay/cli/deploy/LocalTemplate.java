package dev.patchbay.cli.deploy;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.template.TemplateFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** template.yaml and the templates that it nests, as they lie here. */
final class LocalTemplate {
  private final Path path;
  private final TemplateFile file;
  private final List<String> lines = new ArrayList<>();

  private LocalTemplate(Path path) {
    this.path = path;
    this.file = TemplateFile.read(path);
  }

  /**
   * Reads them all.
   *
   * @throws CommandFailure where a function or a template that they name was not built
   */
  static LocalTemplate read(Path path) {
    LocalTemplate template = new LocalTemplate(path);
    template.collect(path, template.file, "the hub");
    return template;
  }

  private void collect(Path place, TemplateFile of, String name) {
    Map<String, Integer> counts = new TreeMap<>();
    List<Runnable> nested = new ArrayList<>();
    of.section("Resources")
        .forEach(
            (id, declared) -> {
              Map<String, Object> resource = Json.object(declared);
              String type = resource.get("Type").toString();
              Map<String, Object> properties =
                  Json.object((Map<?, ?>) resource.getOrDefault("Properties", Map.of()));
              if (!resource.containsKey("Condition")) {
                counts.merge(type, 1, Integer::sum);
              }
              if (properties.get("CodeUri") instanceof String jar) {
                built(place, jar);
              }
              if (properties.get("TemplateURL") instanceof String url) {
                Path inner = built(place, url);
                nested.add(() -> collect(inner, TemplateFile.read(inner), nameOf(id, properties)));
              }
            });
    lines.add("  add      " + name + ": " + counted(counts));
    nested.forEach(Runnable::run);
  }

  private static Path built(Path place, String relative) {
    Path file = place.toAbsolutePath().getParent().resolve(relative).normalize();
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure("there is no " + file + "; build it with: mvn package -DskipTests");
    }
    return file;
  }

  private static String nameOf(String id, Map<String, Object> properties) {
    return properties.get("Parameters") instanceof Map<?, ?> given
            && given.get("Connector") instanceof String connector
        ? "connector " + connector
        : id.toLowerCase(java.util.Locale.ROOT);
  }

  private static String counted(Map<String, Integer> counts) {
    List<String> parts = new ArrayList<>();
    counts.forEach(
        (type, count) ->
            parts.add(count + " " + type.replaceFirst("^AWS::", "").replace("::", " ")));
    return String.join(", ", parts);
  }

  Path path() {
    return path;
  }

  /** Names of the parameters of template.yaml. */
  Set<String> parameters() {
    return file.section("Parameters").keySet();
  }

  /** A line for each stack of a hub that is new, with what it holds whatever its parameters. */
  List<String> lines() {
    return lines;
  }
}

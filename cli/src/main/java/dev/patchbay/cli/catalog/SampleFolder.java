package dev.patchbay.cli.catalog;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.cli.command.Home;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Nearest;
import dev.patchbay.core.json.Records;
import dev.patchbay.webhooks.sample.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The samples of a source, in {@code webhooks/sources/SOURCE/samples}. */
public record SampleFolder(String source) {
  private Path folder() {
    return Home.file("webhooks/sources").resolve(source).resolve("samples");
  }

  /** Their names. */
  public List<String> names() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("\\.json$", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new CommandFailure("there are no samples of " + source + " in " + folder());
    }
  }

  /**
   * The sample of a name, or the first whose name begins with it and a dot.
   *
   * @throws CommandFailure naming the nearest where there is none
   */
  public Sample read(String name) {
    List<String> known = names();
    String found =
        known.stream()
            .filter(each -> each.equals(name) || each.startsWith(name + "."))
            .findFirst()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        source
                            + " has no sample '"
                            + name
                            + "'"
                            + Nearest.suggestion(name, known)));
    try {
      Path file = folder().resolve(found + ".json");
      return Records.bind(Json.parseObject(Files.readString(file)), Sample.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

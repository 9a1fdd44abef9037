package dev.patchbay.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Starts an entry: one that passes the check and works on the laptop as it is, to be made one's own
 * from there.
 */
public final class NewEntry {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  private final Path root;

  public NewEntry(Path root) {
    this.root = root;
  }

  /**
   * Writes the files of a new entry and names them.
   *
   * @throws IllegalArgumentException when the name is none, or is taken; the message is for a
   *     person
   */
  public List<Path> write(Kind kind, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is no name: lower case letters, digits and dashes, at most 40");
    }
    Path folder = kind.folder(root).resolve(name);
    if (Files.exists(folder)) {
      throw new IllegalArgumentException(root.relativize(folder) + " exists already");
    }
    List<Path> written = new ArrayList<>();
    files(kind)
        .forEach(
            (file, text) -> {
              Path path = folder.resolve(file);
              Written.write(path, text.replace("NAME", name).replace("TITLE", title(name)));
              written.add(path);
            });
    return written;
  }

  private static Map<String, String> files(Kind kind) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(Entry.FILE, resource("new-" + kind.word() + ".json"));
    if (kind == Kind.SOURCE) {
      files.put("samples/build.failed.json", resource("new-source-sample.json"));
    }
    return files;
  }

  private static String title(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1).replace('-', ' ');
  }

  private static String resource(String name) {
    try (InputStream in = NewEntry.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

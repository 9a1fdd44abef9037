package dev.patchbay.local.aws.secretsmanager;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.local.template.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * {@code secrets.json}: one JSON object from a secret's name to its value, read again when it
 * changes. Thread-safe. A file that others may read is refused.
 */
public final class SecretsFile {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Path file;
  private FileTime readAt;
  private Map<String, Map<String, Object>> current = Map.of();
  private final Map<String, Map<String, Object>> previous = new HashMap<>();

  /**
   * Reads the file, which need not exist.
   *
   * @throws TemplateException when others may read it, or it is not of this form
   */
  public SecretsFile(Path file) {
    this.file = file;
    refresh();
  }

  /**
   * The value under a name, or the one before it changed while the hub ran; null where there is
   * none.
   */
  synchronized Map<String, Object> value(String name, boolean before) {
    refresh();
    return before ? previous.get(name) : current.get(name);
  }

  /** The names that have a value. */
  public synchronized Set<String> names() {
    refresh();
    return Set.copyOf(current.keySet());
  }

  private void refresh() {
    try {
      if (!Files.exists(file)) {
        replace(Map.of());
        return;
      }
      FileTime changed = Files.getLastModifiedTime(file);
      if (!changed.equals(readAt)) {
        requireOwnerOnly();
        replace(read());
        readAt = changed;
      }
    } catch (IOException e) {
      throw new TemplateException("cannot read " + file);
    }
  }

  private void requireOwnerOnly() throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    permissions.retainAll(OTHERS);
    if (!permissions.isEmpty()) {
      throw new TemplateException(
          file + " holds secrets, and others may read it; first run: chmod 600 " + file);
    }
  }

  private Map<String, Map<String, Object>> read() throws IOException {
    Map<String, Map<String, Object>> values = new HashMap<>();
    try {
      Json.parseObject(Files.readAllBytes(file))
          .forEach((name, value) -> values.put(name, object(name, value)));
    } catch (JsonException e) {
      // Not the parser's words: they may quote what stands there.
      throw new TemplateException(
          file
              + " must be one JSON object from secret name to JSON object, and is not well-formed");
    }
    return values;
  }

  private Map<String, Object> object(String name, Object value) {
    if (value instanceof Map<?, ?>) {
      return Json.object(value);
    }
    throw new TemplateException(
        file
            + ": '"
            + name
            + "' must be a JSON object such as {\"token\": \"…\"}, and is "
            + Json.kind(value));
  }

  private void replace(Map<String, Map<String, Object>> values) {
    current.forEach(
        (name, value) -> {
          if (!value.equals(values.get(name))) {
            previous.put(name, value);
          }
        });
    current = values;
  }
}

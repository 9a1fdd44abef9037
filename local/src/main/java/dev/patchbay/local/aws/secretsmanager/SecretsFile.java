package dev.patchbay.local.aws.secretsmanager;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.core.log.Log;
import dev.patchbay.local.template.TemplateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code secrets.json}: one JSON object from a secret's name to its value, read again when it
 * changes. A file that others may read is refused. Thread-safe.
 */
public final class SecretsFile {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  /** By what one sees that a file has changed; null members where there is none. */
  private record Stamp(FileTime changed, long size, Object key) {
    static final Stamp NONE = new Stamp(null, 0, null);
  }

  private final Path file;
  private Stamp seen = Stamp.NONE;
  private Stamp tried = Stamp.NONE;
  private Map<String, Map<String, Object>> current = Map.of();
  private final Map<String, Map<String, Object>> previous = new HashMap<>();

  /**
   * Reads the file, which need not exist.
   *
   * @throws TemplateException when others may read it, or it is not of this form
   */
  public SecretsFile(Path file) {
    this.file = file;
    readIfChanged();
  }

  /** The value under a name, or the one before it changed while the hub ran; null for none. */
  synchronized Map<String, Object> value(String name, boolean before) {
    refresh();
    return before ? previous.get(name) : current.get(name);
  }

  /** When the file was last written; empty where there is none. */
  synchronized Optional<Instant> changed() {
    refresh();
    return Optional.ofNullable(seen.changed()).map(FileTime::toInstant);
  }

  /** The names that have a value. */
  public synchronized Set<String> names() {
    refresh();
    return Set.copyOf(current.keySet());
  }

  /**
   * Writes a value into the file, for its owner alone to read.
   *
   * @throws TemplateException when what stands in the file cannot be read, and so would be lost
   */
  synchronized void put(String name, Map<String, Object> value) {
    try {
      replace(stamp().equals(Stamp.NONE) ? Map.of() : read());
      Map<String, Map<String, Object>> values = new LinkedHashMap<>(current);
      values.put(name, value);
      Path folder = file.toAbsolutePath().getParent();
      Path written = Files.createTempFile(folder, "secrets", ".json");
      Files.write(written, (Json.pretty(values) + "\n").getBytes(StandardCharsets.UTF_8));
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new TemplateException("cannot write " + file);
    }
    readIfChanged();
  }

  /** A running hub goes on with the values it has when somebody is in the midst of an edit. */
  private void refresh() {
    Stamp before = tried;
    try {
      readIfChanged();
    } catch (TemplateException e) {
      if (!tried.equals(before)) {
        Log.warn("secrets not read", "reason", e.getMessage());
      }
    }
  }

  private void readIfChanged() {
    try {
      Stamp now = stamp();
      if (!now.equals(seen)) {
        tried = now;
        replace(now.equals(Stamp.NONE) ? Map.of() : read());
        // Only now: a chmod mends a file without changing it.
        seen = now;
      }
    } catch (IOException e) {
      throw new TemplateException("cannot read " + file);
    }
  }

  private Stamp stamp() throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    } catch (NoSuchFileException e) {
      return Stamp.NONE;
    }
  }

  private void requireOwnerOnly() throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix && !Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS)) {
      throw new TemplateException(
          file + " holds secrets, and others may read it; first run: chmod 600 " + file);
    }
  }

  private Map<String, Map<String, Object>> read() throws IOException {
    requireOwnerOnly();
    Map<String, Map<String, Object>> values = new LinkedHashMap<>();
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
        "%s: '%s' must be a JSON object such as {\"token\": \"…\"}, and is %s"
            .formatted(file, name, Json.kind(value)));
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

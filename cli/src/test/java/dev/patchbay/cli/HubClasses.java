package dev.patchbay.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The classes of this very build for processes that start over and over: as jars alone, since the
 * JVM archives no others (https://docs.oracle.com/en/java/javase/25/vm/class-data-sharing.html),
 * with the archive that halves a start.
 */
final class HubClasses {
  private static final int PATIENCE_SECONDS = 120;

  private final Path folder;
  private final String classPath;

  private HubClasses(Path folder) throws IOException {
    this.folder = folder;
    StringBuilder path = new StringBuilder();
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path given = Path.of(each);
      Path jar = Files.isDirectory(given) ? pack(given) : given;
      path.append(path.isEmpty() ? "" : File.pathSeparator).append(jar);
    }
    this.classPath = path.toString();
  }

  private static final class Once {
    private static final HubClasses CLASSES = make();

    private static HubClasses make() {
      try {
        Path folder = Files.createTempDirectory("patchbay-classes");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        HubClasses classes = new HubClasses(folder);
        classes.archive();
        return classes;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Packed and archived when they are first asked for. */
  static HubClasses ofThisBuild() {
    return Once.CLASSES;
  }

  /** What a JVM is to be given. */
  List<String> arguments() {
    Path archive = folder.resolve("hub.jsa");
    return Files.exists(archive)
        ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-cp", classPath)
        : List.of("-cp", classPath);
  }

  /**
   * A JVM writes the archive when it ends well: a hub starts once and is stopped. Where the machine
   * is too busy for that, there is none, and the starts take longer.
   */
  private void archive() throws IOException {
    Path hub = Files.createDirectory(folder.resolve("hub"));
    String archive = "-XX:ArchiveClassesAtExit=" + folder.resolve("hub.jsa");
    List<String> quiet = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    List<String> command = new ArrayList<>(HubProcess.java(quiet));
    command.addAll(List.of(archive, "-cp", classPath));
    command.addAll(HubProcess.up(hub));
    command.addAll(List.of("--secrets", hub.resolve("none.json").toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("hub.log").toFile())
            .start();
    try {
      for (int i = 0; i < PATIENCE_SECONDS * 10 && process.isAlive(); i++) {
        if (Files.exists(hub.resolve("data/hub.json"))) {
          process.destroy();
        }
        Thread.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  private Path pack(Path classes) throws IOException {
    Path jar = Files.createTempFile(folder, "classes", ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(name(classes, each)));
        Files.copy(each, out);
        out.closeEntry();
      }
    }
    return jar;
  }

  private static String name(Path classes, Path file) {
    return classes.relativize(file).toString().replace(File.separatorChar, '/');
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.patchbay.benchmarks;

import dev.patchbay.local.lambda.LambdaFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * A function as a template declares it: what Lambda would unpack, load and set.
 *
 * @param memory in MB
 */
record FunctionCode(
    String name,
    Path jar,
    String handler,
    Map<String, String> environment,
    int memory,
    Duration timeout) {

  static FunctionCode of(LambdaFunction function) {
    return new FunctionCode(
        function.name(),
        function.jar(),
        function.handler(),
        function.environment(),
        function.memory(),
        function.timeout());
  }

  /** The floor of a cold start: a handler that answers and does nothing, alone in its jar. */
  static FunctionCode empty(Path folder) throws IOException {
    String resource = EmptyFunction.class.getName().replace('.', '/') + ".class";
    Path jar = folder.resolve("empty.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream in = EmptyFunction.class.getResourceAsStream("/" + resource)) {
      out.putNextEntry(new JarEntry(resource));
      in.transferTo(out);
    }
    return new FunctionCode(
        "empty",
        jar,
        EmptyFunction.class.getName(),
        Map.of(
            "AWS_REGION", "us-east-1",
            "AWS_LAMBDA_FUNCTION_NAME", "empty",
            "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024"),
        1024,
        Duration.ofSeconds(10));
  }

  /**
   * The calls of a delivery and nothing around them, with the libraries and the surroundings of
   * this connector's function.
   *
   * @param handler a kind of {@link BareDelivery}
   */
  FunctionCode bare(Path folder, String handler) throws IOException {
    Path copy = Files.copy(jar, folder.resolve("bare-" + name + ".jar"));
    Path classes = Path.of("benchmarks", "target", "classes", "dev", "patchbay", "benchmarks");
    try (FileSystem zip = FileSystems.newFileSystem(copy);
        DirectoryStream<Path> compiled = Files.newDirectoryStream(classes, "BareDelivery*")) {
      Path into = zip.getPath("dev", "patchbay", "benchmarks");
      Files.createDirectories(into);
      for (Path file : compiled) {
        Files.copy(file, into.resolve(file.getFileName().toString()));
      }
    }
    return new FunctionCode("bare-" + name, copy, handler, environment, memory, timeout);
  }

  /** The same with one variable set otherwise. */
  FunctionCode with(String variable, String value) {
    Map<String, String> changed = new LinkedHashMap<>(environment);
    changed.put(variable, value);
    return new FunctionCode(name, jar, handler, changed, memory, timeout);
  }

  /** The same with another handler. */
  FunctionCode withHandler(String other) {
    return new FunctionCode(name, jar, other, environment, memory, timeout);
  }

  /**
   * The code unpacked, as Lambda does with what is uploaded; functions of one jar share it.
   *
   * @param folder of all that was unpacked
   */
  Path unpacked(Path folder) throws IOException {
    Path root = folder.resolve(jar.toAbsolutePath().toString().replaceAll("[^A-Za-z0-9.]+", "-"));
    if (!Files.exists(root)) {
      unpack(Files.createDirectories(root));
    }
    return root;
  }

  private void unpack(Path root) throws IOException {
    try (JarFile archive = new JarFile(jar.toFile())) {
      Enumeration<JarEntry> entries = archive.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        Path file = root.resolve(entry.getName()).normalize();
        if (!entry.isDirectory() && file.startsWith(root)) {
          Files.createDirectories(file.getParent());
          try (InputStream in = archive.getInputStream(entry);
              OutputStream out = Files.newOutputStream(file)) {
            in.transferTo(out);
          }
        }
      }
    }
  }
}

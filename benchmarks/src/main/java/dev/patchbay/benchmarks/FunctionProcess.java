package dev.patchbay.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A function in a process of its own, under AWS's Lambda runtime interface client, as Lambda runs
 * it.
 *
 * <p>Flags and class path are those that Lambda's Java runtimes pass, as far as they can be seen
 * from inside: serial collector, C1 alone (both tiers under SnapStart), heap at 85 % of the memory,
 * {@code org.crac} bound to the client's own hooks.
 */
final class FunctionProcess implements AutoCloseable {
  private static final Path LIBRARIES = Path.of("benchmarks/target/runtime-interface-client");
  private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final String NATIVE =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
  private static final List<String> CREDENTIALS =
      List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");

  private final Process process;
  private final RuntimeApi api;
  private final Path output;

  private FunctionProcess(Process process, RuntimeApi api, Path output) {
    this.process = process;
    this.api = api;
    this.output = output;
  }

  /** How a process is begun. */
  static final class Launch {
    private final FunctionCode code;
    private final Path root;
    private final Path folder;
    private final List<String> options = new ArrayList<>();
    private boolean isOnClassPath;
    private boolean isSnapStart;
    private boolean isWithHooks = true;

    /**
     * A launch.
     *
     * @param root the checkout
     * @param folder of this process alone
     */
    Launch(FunctionCode code, Path root, Path folder) {
      this.code = code;
      this.root = root;
      this.folder = folder;
    }

    /** With options of the JVM. */
    Launch with(String... more) {
      options.addAll(List.of(more));
      return this;
    }

    /** With the jar on the class path, as in a container image: an AOT cache knows no other. */
    Launch onClassPath() {
      isOnClassPath = true;
      return this;
    }

    /** To its snapshot, hooks and all, and there it waits. */
    Launch snapStart() {
      isSnapStart = true;
      return this;
    }

    /** The same as if the function had no hooks: it finds nobody to register them with. */
    Launch withoutHooks() {
      isWithHooks = false;
      return this;
    }

    FunctionProcess start() throws IOException {
      Files.createDirectories(folder);
      Path task =
          isOnClassPath
              ? Files.createDirectories(folder.resolve("task"))
              : code.unpacked(folder.resolveSibling("unpacked"));
      RuntimeApi api = new RuntimeApi(code.environment(), code.timeout());
      Path output = folder.resolve("output.log");
      ProcessBuilder builder =
          new ProcessBuilder(command(root.resolve(LIBRARIES)))
              .directory(task.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment(api, task));
      return new FunctionProcess(builder.start(), api, output);
    }

    private List<String> command(Path libraries) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("-XX:MaxHeapSize=" + code.memory() * 870L + "k");
      command.add("-XX:+UseSerialGC");
      if (!isSnapStart) {
        command.add("-XX:TieredStopAtLevel=1");
      }
      command.add("--add-opens=java.base/java.io=ALL-UNNAMED");
      if (isWithHooks) {
        command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
      }
      command.add("-Djava.net.preferIPv4Stack=true");
      command.add("-D" + NATIVE + "=" + nativeClient(libraries));
      // What Lambda's own JDK does not say about the client's use of natives.
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
      command.addAll(options);
      command.add("-classpath");
      command.add(classPath(libraries));
      command.add(MAIN);
      command.add(code.handler());
      return command;
    }

    private String classPath(Path libraries) throws IOException {
      try (Stream<Path> jars = Files.list(libraries)) {
        List<String> all =
            jars.filter(file -> file.toString().endsWith(".jar"))
                .sorted()
                .map(Path::toString)
                .collect(Collectors.toCollection(ArrayList::new));
        if (isOnClassPath) {
          all.add(code.jar().toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, all);
      }
    }

    private Path nativeClient(Path libraries) throws IOException {
      String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
      Path file = libraries.resolve("libaws-lambda-jni.so");
      if (!Files.exists(file)) {
        Path made = Files.createTempFile(libraries, "jni", ".so");
        String name = "jni/libaws-lambda-jni.linux-" + machine + ".so";
        try (InputStream in = clientEntry(libraries, name)) {
          Files.copy(in, made, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return file.toAbsolutePath();
    }

    private static InputStream clientEntry(Path libraries, String name) throws IOException {
      try (Stream<Path> jars = Files.list(libraries)) {
        Path client =
            jars.filter(jar -> jar.getFileName().toString().contains("runtime-interface-client"))
                .findFirst()
                .orElseThrow();
        try (var archive = new java.util.jar.JarFile(client.toFile())) {
          byte[] bytes = archive.getInputStream(archive.getEntry(name)).readAllBytes();
          return new java.io.ByteArrayInputStream(bytes);
        }
      }
    }

    private Map<String, String> environment(RuntimeApi api, Path task) {
      Map<String, String> environment = new LinkedHashMap<>(code.environment());
      environment.put("AWS_LAMBDA_RUNTIME_API", api.address());
      environment.put("LAMBDA_TASK_ROOT", task.toString());
      environment.put("_HANDLER", code.handler());
      environment.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
      environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", isSnapStart ? "snap-start" : "on-demand");
      if (isSnapStart) {
        CREDENTIALS.forEach(environment::remove);
        environment.putAll(api.containerCredentials());
      }
      return environment;
    }
  }

  RuntimeApi api() {
    return api;
  }

  long pid() {
    return process.pid();
  }

  /** What the process has printed. */
  String output() throws IOException {
    return Files.readString(output);
  }

  /** Ends the process in order, so that it can write an AOT cache, and waits for that. */
  void end() throws InterruptedException {
    process.destroy();
    process.waitFor(120, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    api.close();
  }
}

package dev.patchbay.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The classes that a process has loaded, by its own log. */
record ClassLoads(Path file) {
  /** What makes the JVM write it. */
  String option() {
    return "-Xlog:class+load:file=" + file + ":none:filecount=0";
  }

  /** Names so far, of our code and of the AWS SDK, without the JVM's own hidden classes. */
  List<String> soFar() throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.split(" ", 2)[0])
        .filter(name -> name.startsWith("dev.patchbay.") || name.startsWith("software.amazon."))
        .filter(name -> !name.contains("/0x"))
        .toList();
  }
}

package dev.patchbay.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionClassLoaderTest {
  private static final String SOURCE =
      """
      package dev.patchbay.sample;
      public class Probe {
        private static int calls;
        public static String one(String name) { return System.getenv(name); }
        public static String all() {
          java.util.function.Function<String, String> reference = System::getenv;
          return System.getenv().keySet() + " " + reference.apply("NAME");
        }
        public static String now() { return java.time.Clock.systemUTC().instant().toString(); }
        public static int count() { return ++calls; }
        public static void say(String text) {
          if (text.isEmpty()) { System.err.println("nothing"); } else { System.out.println(text); }
        }
      }
      """;

  @TempDir private Path folder;
  private Path jar;

  @BeforeEach
  void packsAFunction() throws IOException {
    Path source = Files.writeString(folder.resolve("Probe.java"), SOURCE);
    var compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.run(null, null, null, "-d", folder.toString(), source.toString())).isZero();
    jar = folder.resolve("function.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out)) {
      packed.putNextEntry(new JarEntry("dev/patchbay/sample/Probe.class"));
      packed.write(Files.readAllBytes(folder.resolve("dev/patchbay/sample/Probe.class")));
      packed.closeEntry();
    }
  }

  @Test
  void givesAFunctionItsOwnEnvironment() throws Exception {
    try (FunctionClassLoader one = open("one", OutputStream.nullOutputStream());
        FunctionClassLoader two = open("two", OutputStream.nullOutputStream())) {
      assertThat(call(one, "one", "NAME")).isEqualTo("one");
      assertThat(call(two, "one", "NAME")).isEqualTo("two");
      assertThat(call(one, "one", "PATH")).isNull();
    }
  }

  @Test
  void givesTheWholeEnvironmentAndMethodReferencesToo() throws Exception {
    try (FunctionClassLoader one = open("one", OutputStream.nullOutputStream())) {
      assertThat(call(one, "all")).isEqualTo("[NAME] one");
    }
  }

  @Test
  void sendsWhatAFunctionPrintsToItsOwnLog() throws Exception {
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    ByteArrayOutputStream second = new ByteArrayOutputStream();
    try (FunctionClassLoader one = open("one", first);
        FunctionClassLoader two = open("two", second)) {
      call(one, "say", "hello");
      call(two, "say", "");
    }
    assertThat(first.toString(StandardCharsets.UTF_8)).isEqualTo("hello\n");
    assertThat(second.toString(StandardCharsets.UTF_8)).isEqualTo("nothing\n");
  }

  @Test
  void givesPatchbaysOwnClassesTheHubsTime() throws Exception {
    try (FunctionClassLoader one = open("one", OutputStream.nullOutputStream())) {
      assertThat(call(one, "now")).isEqualTo("2031-05-06T07:08:09Z");
    }
  }

  @Test
  void keepsStaticsOfTwoFunctionsApart() throws Exception {
    try (FunctionClassLoader one = open("one", OutputStream.nullOutputStream());
        FunctionClassLoader two = open("two", OutputStream.nullOutputStream())) {
      assertThat(call(one, "count")).isEqualTo(1);
      assertThat(call(one, "count")).isEqualTo(2);
      assertThat(call(two, "count")).isEqualTo(1);
    }
  }

  private FunctionClassLoader open(String name, OutputStream out) throws IOException {
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    Clock clock = Clock.fixed(Instant.parse("2031-05-06T07:08:09Z"), ZoneOffset.UTC);
    return FunctionClassLoader.open(jar, new FunctionOutside(Map.of("NAME", name), printed, clock));
  }

  private static Object call(ClassLoader loader, String method, String... arguments)
      throws ReflectiveOperationException {
    Class<?>[] types = arguments.length == 0 ? new Class<?>[0] : new Class<?>[] {String.class};
    return loader
        .loadClass("dev.patchbay.sample.Probe")
        .getMethod(method, types)
        .invoke(null, (Object[]) arguments);
  }
}

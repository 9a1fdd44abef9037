package dev.patchbay.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackScopeTest {
  @TempDir private Path folder;

  @Test
  void takesParametersOverTheirDefaultsAndRefusesOthers() throws IOException {
    TemplateFile file = file("Parameters: {Size: {Default: 1, AllowedValues: [1, 2]}}");
    assertThat(scope(file, Map.of()).ref("Size")).isEqualTo("1");
    assertThat(scope(file, Map.of("Size", "2")).ref("Size")).isEqualTo("2");
    assertThatThrownBy(() -> scope(file, Map.of("Size", "3"))).hasMessageContaining("none of");
    assertThatThrownBy(() -> scope(file, Map.of("Sise", "3"))).hasMessageContaining("'Size'");
  }

  @Test
  void namesTheNearestOfAnUnknownName() throws IOException {
    TemplateFile file = file("Resources: {Queue: {Type: X}}");
    assertThatThrownBy(() -> scope(file, Map.of()).ref("Quueue"))
        .hasMessageContaining("did you mean 'Queue'?");
  }

  @Test
  void namesEveryResourceOfACircle() throws IOException {
    TemplateFile file = file("Resources: {A: {Type: X, P: !Ref B}, B: {Type: X, P: !Ref A}}");
    AtomicReference<StackScope> scope = new AtomicReference<>();
    scope.set(
        new StackScope(
            file,
            "s",
            Map.of(),
            name -> {
              Object resource = file.section("Resources").get(name);
              new Intrinsics(scope.get(), () -> name).resolve(resource);
              return new Physical(name, Map.of());
            }));
    assertThatThrownBy(() -> scope.get().ref("A")).hasMessageContaining("A → B → A");
  }

  private TemplateFile file(String text) throws IOException {
    return TemplateFile.read(Files.writeString(folder.resolve("t.yaml"), text));
  }

  private static StackScope scope(TemplateFile file, Map<String, String> given) {
    return new StackScope(file, "s", given, name -> new Physical(name, Map.of()));
  }
}

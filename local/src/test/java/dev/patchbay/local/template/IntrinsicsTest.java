package dev.patchbay.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntrinsicsTest {
  private static final Intrinsics.Scope SCOPE =
      new Intrinsics.Scope() {
        @Override
        public Object ref(String name) {
          return name.equals("AWS::NoValue") ? Intrinsics.NO_VALUE : "ref-" + name;
        }

        @Override
        public Object attribute(String resource, String attribute) {
          return resource + "/" + attribute;
        }

        @Override
        public boolean condition(String name) {
          return name.equals("Yes");
        }

        @Override
        public Object mapping(String map, String first, String second) {
          return map + first + second;
        }
      };

  @TempDir private Path folder;

  @Test
  void resolvesShortAndLongForms() throws IOException {
    assertThat(value("!Ref Bus")).isEqualTo("ref-Bus");
    assertThat(value("{\"Ref\": \"Bus\"}")).isEqualTo("ref-Bus");
    assertThat(value("!GetAtt A.Outputs.X")).isEqualTo("A/Outputs.X");
    assertThat(value("{Fn::GetAtt: [A, Arn]}")).isEqualTo("A/Arn");
    assertThat(value("!Join ['-', [a, !Ref B, 3]]")).isEqualTo("a-ref-B-3");
    assertThat(value("!Select [1, !Split [',', 'a,b']]")).isEqualTo("b");
    assertThat(value("!FindInMap [M, a, !Ref B]")).isEqualTo("Maref-B");
    assertThat(value("{Fn::Base64: hi}")).isEqualTo("aGk=");
  }

  @Test
  void substitutesNamesAttributesOwnValuesAndKeepsLiterals() throws IOException {
    assertThat(value("!Sub '${A}:${B.Arn}:${!C}:$D'")).isEqualTo("ref-A:B/Arn:${C}:$D");
    assertThat(value("!Sub ['${A} ${x}', {x: !Ref Y}]")).isEqualTo("ref-A ref-Y");
  }

  @Test
  void choosesByCondition() throws IOException {
    assertThat(value("!If [Yes, 1, 2]")).isEqualTo(1L);
    assertThat(value("{a: !If [No, 1, !Ref AWS::NoValue], b: true}")).isEqualTo(Map.of("b", true));
    assertThat(value("[!Ref AWS::NoValue, x]")).isEqualTo(List.of("x"));
    assertThat(value("!And [!Condition Yes, !Not [!Equals [a, b]]]")).isEqualTo(true);
    assertThat(value("!Or [!Condition No, !Equals [1, '1']]")).isEqualTo(true);
  }

  @Test
  void refusesWhatTheLaptopCannotKnow() {
    assertThatThrownBy(() -> value("!ImportValue other"))
        .isInstanceOf(TemplateException.class)
        .hasMessage("here: the laptop does not know Fn::ImportValue");
    assertThatThrownBy(() -> value("!Select [2, [a]]")).hasMessageContaining("below 1, not 2");
    assertThatThrownBy(() -> value("!Join [a]")).hasMessageContaining("2 arguments, not 1");
  }

  @Test
  void namesTheLineOfAKeyThatStandsTwice() {
    assertThatThrownBy(() -> value("{b: 1, b: 2}")).hasMessageContaining(":2");
  }

  @Test
  void knowsTheLineOfAResource() throws IOException {
    Path file = Files.writeString(folder.resolve("t.yaml"), "Resources:\n  Bus:\n    Type: X\n");
    assertThat(TemplateFile.read(file).place("Resources", "Bus")).isEqualTo(file + ":2: Bus");
  }

  private Object value(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("template.yaml"), "# one\nvalue: " + yaml + "\n");
    Object value = TemplateFile.read(file).content().get("value");
    return new Intrinsics(SCOPE, () -> "here").resolve(value);
  }
}

package dev.patchbay.local.aws.secretsmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.local.template.TemplateException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsFileTest {
  private static final String HIDDEN = "xoxb-very-secret";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("secrets.json");
  }

  private void write(String text, String mode) throws IOException {
    Files.writeString(file, text);
    if (isPosix()) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
  }

  private void write(String text) throws IOException {
    write(text, "rw-------");
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  @Test
  void needNotExist() {
    assertThat(new SecretsFile(file).names()).isEmpty();
  }

  @Test
  void refusesAFileThatOthersMayRead() throws IOException {
    assumeTrue(isPosix());
    write("{}", "rw-r-----");

    assertThatThrownBy(() -> new SecretsFile(file))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void refusesWhatIsNotAnObjectWithoutQuotingIt() throws IOException {
    write("{\"slack\": \"" + HIDDEN + "\"}");
    assertThatThrownBy(() -> new SecretsFile(file))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("'slack' must be a JSON object")
        .hasMessageNotContaining(HIDDEN);

    write("{\"slack\": {\"token\": " + HIDDEN + "}}");
    assertThatThrownBy(() -> new SecretsFile(file))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("not well-formed")
        .hasMessageNotContaining(HIDDEN);
  }

  @Test
  void keepsTheFormerValueWhenOneChanges() throws IOException {
    write("{\"slack\": {\"token\": \"one\"}, \"box\": {\"token\": \"b\"}}");
    SecretsFile secrets = new SecretsFile(file);

    write("{\"slack\": {\"token\": \"second\"}, \"box\": {\"token\": \"b\"}}");

    assertThat(secrets.value("slack", false)).isEqualTo(Map.of("token", "second"));
    assertThat(secrets.value("slack", true)).isEqualTo(Map.of("token", "one"));
    assertThat(secrets.value("box", true)).isNull();
  }

  @Test
  void goesOnWithWhatItHasWhileAnEditIsHalfDone() throws IOException {
    write("{\"slack\": {\"token\": \"one\"}}");
    SecretsFile secrets = new SecretsFile(file);

    write("{\"slack\": {\"tok");
    assertThat(secrets.value("slack", false)).isEqualTo(Map.of("token", "one"));

    assertThatThrownBy(() -> secrets.put("box", Map.of())).isInstanceOf(TemplateException.class);

    write("{\"slack\": {\"token\": \"two\"}}");
    assertThat(secrets.value("slack", false)).isEqualTo(Map.of("token", "two"));
  }

  @Test
  void takesAFileOnceItsModeIsMended() throws IOException {
    assumeTrue(isPosix());
    SecretsFile secrets = new SecretsFile(file);
    write("{\"slack\": {}}", "rw-r--r--");
    assertThat(secrets.names()).isEmpty();

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    assertThat(secrets.names()).containsExactly("slack");
  }

  @Test
  void noticesThatItIsGoneAndBack() throws IOException {
    write("{\"slack\": {\"token\": \"one\"}}");
    SecretsFile secrets = new SecretsFile(file);
    Path aside = Files.move(file, folder.resolve("aside.json"));
    assertThat(secrets.names()).isEmpty();

    Files.move(aside, file);

    assertThat(secrets.names()).containsExactly("slack");
  }

  @Test
  void writesForItsOwnerAlone() throws IOException {
    SecretsFile secrets = new SecretsFile(file);

    secrets.put("slack", Map.of("token", "one"));

    assertThat(new SecretsFile(file).value("slack", false)).isEqualTo(Map.of("token", "one"));
    assertThat(folder.toFile().list()).containsExactly("secrets.json");
  }
}
